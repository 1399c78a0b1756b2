// SPDX-License-Identifier: MIT
/* When a frame was captured. */
#include <errno.h>
#include <time.h>

#include "moment.h"

/* Of machines whose clocks agree, but not to the last bit. */
#define EARLY	(20 * GST_MSECOND)

static guint64 now_real(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return GST_TIMESPEC_TO_TIME(now);
}

/* What its pipeline's running time is; NONE: it does not run. */
static GstClockTime now_running(GstPad *pad)
{
	GstElement *element = gst_pad_get_parent_element(pad);
	GstClockTime now = GST_CLOCK_TIME_NONE;

	if (element) {
		now = gst_element_get_current_running_time(element);
		gst_object_unref(element);
	}
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
	GstClockTime now = now_running(pad), then;
	guint64 real = now_real();
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

int moment_set(GstPad *pad, GstBuffer *buffer, guint64 moment, gint64 *age)
{
	GstClockTime now = now_running(pad), then = 0, pts;
	gint64 old = (gint64)(now_real() - moment);
	GstSegment segment;

	if (!GST_CLOCK_TIME_IS_VALID(now) || !segment_of(pad, &segment) ||
	    old < -(gint64)EARLY || old > (gint64)MOMENT_OLDEST)
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
