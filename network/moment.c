// SPDX-License-Identifier: MIT
/* When a frame was captured. */
#include <errno.h>
#include <time.h>

#include "moment.h"

/* Of machines whose clocks agree, but not to the last bit. */
#define EARLY	(20 * GST_MSECOND)

/* Whoever is interrupted between two clocks reads them again. */
#define TRIES	5
#define TOGETHER	(20 * GST_USECOND)

static guint64 now_real(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return GST_TIMESPEC_TO_TIME(now);
}

/* The running time of its pipeline, NONE if it does not run, and @real. */
static GstClockTime now_running(GstPad *pad, guint64 *real)
{
	GstElement *element = gst_pad_get_parent_element(pad);
	GstClockTime now = GST_CLOCK_TIME_NONE;
	guint64 least = G_MAXUINT64;
	int i;

	*real = now_real();
	for (i = 0; element && i < TRIES && least > TOGETHER; i++) {
		guint64 before = now_real(), after;
		GstClockTime read =
			gst_element_get_current_running_time(element);

		after = now_real();
		if (after - before >= least)
			continue;
		least = after - before;
		*real = before + least / 2;
		now = read;
	}
	if (element)
		gst_object_unref(element);
	return now;
}

static gboolean segment_of(GstPad *pad, GstSegment *segment)
{
	GstEvent *event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);

	if (!event)
		return FALSE;
	gst_event_copy_segment(event, segment);
	gst_event_unref(event);
	return segment->format == GST_FORMAT_TIME;
}

guint64 moment_of(GstPad *pad, GstBuffer *buffer)
{
	guint64 real;
	GstClockTime now = now_running(pad, &real), then;
	GstSegment segment;

	if (!GST_CLOCK_TIME_IS_VALID(now) || !GST_BUFFER_PTS_IS_VALID(buffer) ||
	    !segment_of(pad, &segment))
		return 0;
	then = gst_segment_to_running_time(&segment, GST_FORMAT_TIME,
					   GST_BUFFER_PTS(buffer));
	if (!GST_CLOCK_TIME_IS_VALID(then))
		return 0;
	return real - now + then;
}

guint64 moment_to_send(GstPad *pad, GstBuffer *buffer)
{
	guint64 moment = moment_of(pad, buffer);

	return moment + MOMENT_SENT > now_real() ? moment : 0;
}

GstClockTime moment_arrival(GstPad *pad, const GstBuffer *buffer)
{
	GstSegment segment;

	return segment_of(pad, &segment) ?
		gst_segment_to_running_time(&segment, GST_FORMAT_TIME,
					    GST_BUFFER_PTS(buffer)) :
		GST_CLOCK_TIME_NONE;
}

/* How long this machine has had what arrived then. */
static gint64 waited(GstClockTime arrival, GstClockTime now)
{
	return GST_CLOCK_TIME_IS_VALID(arrival) && arrival < now ?
		(gint64)(now - arrival) : 0;
}

int moment_set(GstPad *pad, GstBuffer *buffer, guint64 moment,
	       GstClockTime arrival, gint64 *age)
{
	guint64 real;
	GstClockTime now = now_running(pad, &real), then = 0, pts;
	gint64 old = (gint64)(real - moment);
	GstSegment segment;

	if (!GST_CLOCK_TIME_IS_VALID(now) || !segment_of(pad, &segment) ||
	    old < -(gint64)EARLY ||
	    old - waited(arrival, now) > (gint64)MOMENT_OLDEST)
		return -ERANGE;
	/* Else the pipeline began after it was captured. */
	if ((gint64)now > old)
		then = (GstClockTime)((gint64)now - old);
	pts = gst_segment_position_from_running_time(&segment, GST_FORMAT_TIME,
						     then);
	if (!GST_CLOCK_TIME_IS_VALID(pts))
		return -ERANGE;
	GST_BUFFER_PTS(buffer) = pts;
	GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
	*age = old;
	return 0;
}
