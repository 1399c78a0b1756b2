// SPDX-License-Identifier: MIT
/* Times of capture, by the world's clock and by a pipeline's. */
#include <errno.h>
#include <time.h>

#include "harness.h"
#include "moment.h"

/* How long ago the pipeline began. */
#define BEGAN	(60 * GST_SECOND)
/* Between two looks at the clocks. */
#define NEAR	(5 * GST_SECOND)

/**
 * struct line - a pipeline that runs, and the pad that buffers pass
 * @pipeline: an identity alone
 * @pad: its source pad
 */
struct line {
	GstElement *pipeline;
	GstPad *pad;
};

static void open_line(struct line *line)
{
	GstClock *clock = gst_system_clock_obtain();
	GstElement *element;
	GstSegment segment;
	GstPad *sink;

	gst_init(NULL, NULL);
	line->pipeline = gst_parse_launch("bin.( identity name=it )", NULL);
	CHECK(line->pipeline != NULL);
	element = gst_bin_get_by_name(GST_BIN(line->pipeline), "it");
	line->pad = gst_element_get_static_pad(element, "src");
	gst_element_set_clock(line->pipeline, clock);
	gst_element_set_base_time(line->pipeline,
				  gst_clock_get_time(clock) - BEGAN);
	CHECK_EQ(gst_element_set_state(line->pipeline, GST_STATE_PLAYING),
		 GST_STATE_CHANGE_SUCCESS);
	gst_segment_init(&segment, GST_FORMAT_TIME);
	sink = gst_element_get_static_pad(element, "sink");
	CHECK(gst_pad_send_event(sink, gst_event_new_stream_start("it")));
	CHECK(gst_pad_send_event(sink, gst_event_new_segment(&segment)));
	gst_object_unref(sink);
	gst_object_unref(element);
	gst_object_unref(clock);
}

static void close_line(struct line *line)
{
	gst_element_set_state(line->pipeline, GST_STATE_NULL);
	gst_object_unref(line->pad);
	gst_object_unref(line->pipeline);
}

static guint64 now_real(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return GST_TIMESPEC_TO_TIME(now);
}

/* What moment_set() makes of a frame so old that arrived so long ago. */
static int set(GstClockTimeDiff old, GstClockTime arrived, GstClockTime *pts)
{
	GstBuffer *buffer = gst_buffer_new();
	struct line line;
	gint64 age = -1;
	int ret;

	open_line(&line);
	GST_BUFFER_PTS(buffer) = BEGAN - arrived;
	ret = moment_set(line.pad, buffer,
			 (guint64)((gint64)now_real() - old),
			 moment_arrival(line.pad, buffer), &age);
	*pts = GST_BUFFER_PTS(buffer);
	if (!ret)
		CHECK(age >= old && age < old + (gint64)NEAR);
	gst_buffer_unref(buffer);
	close_line(&line);
	return ret;
}

static void check_pts(GstClockTime pts, GstClockTimeDiff old)
{
	GstClockTime wanted = BEGAN - (GstClockTime)old;

	CHECK(pts >= wanted - NEAR && pts <= wanted + NEAR);
}

TEST(frame_gets_its_time_of_capture_ok)
{
	GstClockTime pts;

	CHECK_EQ(set(8 * GST_SECOND, 0, &pts), 0);
	check_pts(pts, 8 * GST_SECOND);
}

TEST(frame_that_waited_here_gets_its_time_of_capture_ok)
{
	GstClockTime pts;

	CHECK_EQ(set(40 * GST_SECOND, 39 * GST_SECOND, &pts), 0);
	check_pts(pts, 40 * GST_SECOND);
}

TEST(frame_that_was_old_as_it_came_fails)
{
	GstClockTime pts;

	CHECK_EQ(set(40 * GST_SECOND, 20 * GST_SECOND, &pts), -ERANGE);
	CHECK_EQ(pts, BEGAN - 20 * GST_SECOND);
	CHECK_EQ(set(40 * GST_SECOND, 0, &pts), -ERANGE);
}

TEST(frame_from_the_future_fails)
{
	GstClockTime pts;

	CHECK_EQ(set(-10 * GST_SECOND, 0, &pts), -ERANGE);
	CHECK_EQ(set(-10 * GST_SECOND, 30 * GST_SECOND, &pts), -ERANGE);
}

/* What moment_to_send() makes of a frame of so long ago. */
static guint64 to_send(GstClockTime old)
{
	GstBuffer *buffer = gst_buffer_new();
	struct line line;
	guint64 moment;

	open_line(&line);
	GST_BUFFER_PTS(buffer) = BEGAN - old;
	moment = moment_to_send(line.pad, buffer);
	gst_buffer_unref(buffer);
	close_line(&line);
	return moment;
}

TEST(moment_of_a_picture_that_stood_still_is_not_sent_ok)
{
	CHECK_NE(to_send(0), 0);
	CHECK_EQ(to_send(30 * GST_SECOND), 0);
	CHECK_EQ(to_send(BEGAN), 0);
}

TEST(moment_of_a_buffer_is_when_its_pts_was_ok)
{
	GstBuffer *buffer = gst_buffer_new();
	guint64 moment, wanted;
	struct line line;

	open_line(&line);
	GST_BUFFER_PTS(buffer) = BEGAN - 20 * GST_SECOND;
	moment = moment_of(line.pad, buffer);
	wanted = now_real() - 20 * GST_SECOND;
	CHECK(moment >= wanted - NEAR && moment <= wanted + NEAR);
	GST_BUFFER_PTS(buffer) = GST_CLOCK_TIME_NONE;
	CHECK_EQ(moment_of(line.pad, buffer), 0);
	gst_buffer_unref(buffer);
	close_line(&line);
}
