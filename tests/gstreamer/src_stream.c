// SPDX-License-Identifier: MIT
/* frameringsrc: times, gaps, ends, rings that change, and waits. */
#include <string.h>

#include "lib/fake_demand.h"
#include "source.h"

TEST(time_of_capture_is_the_running_time_ok)
{
	struct framering_frame frame;
	struct source s;
	GstSample *sample;

	source_begin(&s, SRC OUT);
	play_start(&s.play);
	source_put(&s, 1, 1);
	gst_sample_unref(play_sample(&s.play));
	CHECK_EQ(framering_producer_reserve(s.producer, &frame), 0);
	frame.time_ns = gst_element_get_base_time(s.play.pipeline) + 123456789;
	CHECK_EQ(framering_producer_submit(s.producer, &frame), 0);
	sample = play_sample(&s.play);
	CHECK_EQ(GST_BUFFER_PTS(gst_sample_get_buffer(sample)), 123456789);
	gst_sample_unref(sample);
	source_end(&s);
}

/* The PTS of a frame that was captured @after the pipeline's start. */
static GstClockTime pts_of(struct source *s, GstClockTimeDiff after)
{
	struct framering_frame frame;
	GstSample *sample;
	GstClockTime pts;

	CHECK_EQ(framering_producer_reserve(s->producer, &frame), 0);
	frame.time_ns = (uint64_t)((GstClockTimeDiff)
		gst_element_get_base_time(s->play.pipeline) + after);
	CHECK_EQ(framering_producer_submit(s->producer, &frame), 0);
	sample = play_sample(&s->play);
	pts = GST_BUFFER_PTS(gst_sample_get_buffer(sample));
	gst_sample_unref(sample);
	return pts;
}

/* None can be negative, and muxers want each to be later than the last. */
TEST(frames_from_before_the_start_are_close_together_ok)
{
	GstClockTime pts, last;
	struct source s;
	int i;

	source_begin(&s, SRC OUT);
	play_start(&s.play);
	source_put(&s, 1, 1);
	gst_sample_unref(play_sample(&s.play));
	last = pts_of(&s, -100 * GST_MSECOND);
	for (i = -3; i <= 0; i++) {
		pts = pts_of(&s, i * 10 * GST_MSECOND);
		CHECK_GT(pts, last);
		last = pts;
	}
	CHECK(last < GST_MSECOND);
	CHECK_EQ(pts_of(&s, 5 * GST_MSECOND), 5 * GST_MSECOND);
	CHECK_EQ(pts_of(&s, 6 * GST_MSECOND), 6 * GST_MSECOND);
	CHECK_EQ(pts_of(&s, -GST_SECOND), 0);
	source_end(&s);
}

TEST(frames_that_were_missed_are_a_discontinuity_ok)
{
	struct source s;
	GstSample *sample;
	GstBuffer *buffer;
	uint64_t first;

	source_begin(&s, SRC OUT);
	play_start(&s.play);
	g_mutex_lock(&s.play.gate);
	source_put(&s, 0, 1);
	source_take(&s, 0);
	/* The source cannot take these yet; the ring has 8 slots. */
	source_put(&s, 1, 20);
	g_mutex_unlock(&s.play.gate);
	sample = play_sample(&s.play);
	buffer = gst_sample_get_buffer(sample);
	first = GST_BUFFER_OFFSET(buffer);
	CHECK_GT(first, 1);
	CHECK(GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT));
	source_check(sample, (int)first);
	gst_sample_unref(sample);
	sample = play_sample(&s.play);
	buffer = gst_sample_get_buffer(sample);
	CHECK_EQ(GST_BUFFER_OFFSET(buffer), first + 1);
	CHECK(!GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT));
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(end_of_stream_is_eos_ok)
{
	struct source s;

	source_begin(&s, SRC OUT);
	source_put(&s, 1, 2);
	CHECK_EQ(framering_producer_end(s.producer), 0);
	play_start(&s.play);
	play_until_end(&s.play);
	CHECK_EQ(g_async_queue_length(s.play.samples), 2);
	source_end(&s);
}

TEST(next_stream_follows_without_eos_at_end_ok)
{
	struct source s;

	source_begin(&s, SRC "eos-at-end=false" OUT);
	source_put(&s, 1, 2);
	CHECK_EQ(framering_producer_end(s.producer), 0);
	source_put(&s, 3, 1);
	play_start(&s.play);
	source_take(&s, 1);
	source_take(&s, 2);
	source_take(&s, 3);
	source_end(&s);
}

/* The ring gets another size; its frames go on there. */
static void resize(struct source *s, uint32_t width)
{
	struct framering_producer *old = s->producer;

	s->config.width = width;
	CHECK_EQ(framering_configure(s->ring, &s->config), 0);
	CHECK_EQ(framering_producer_attach(&s->producer, s->ring), 0);
	framering_producer_detach(old);
}

TEST(new_generation_has_new_caps_ok)
{
	struct source s;
	GstSample *sample;

	source_begin(&s, SRC OUT);
	source_put(&s, 1, 2);
	play_start(&s.play);
	source_take(&s, 1);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,width=16");
	resize(&s, 32);
	source_put(&s, 3, 1);
	/* A frame of the generation before outlives it. */
	source_check(sample, 2);
	gst_sample_unref(sample);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,width=32");
	source_check(sample, 3);
	gst_sample_unref(sample);
	source_end(&s);
}

static int wished(void)
{
	return __atomic_load_n(&fake_demand_state.told.width,
			       __ATOMIC_ACQUIRE) == 32;
}

TEST(what_downstream_wants_is_wished_ok)
{
	struct source s;
	GstSample *sample;

	source_begin(&s, SRC
		     "! video/x-raw,format=I420,width=32,framerate=25/1" OUT);
	source_put(&s, 1, 2);
	play_start(&s.play);
	while (!wished())
		g_thread_yield();
	CHECK_EQ(fake_demand_state.told.fourcc, DRM_FORMAT_YUV420);
	CHECK_EQ(fake_demand_state.told.height, 0);
	CHECK_EQ(fake_demand_state.told.rate, 25000);
	resize(&s, 32);
	source_put(&s, 3, 1);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,width=32,framerate=25/1");
	source_check(sample, 3);
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(wish_that_is_not_granted_fails)
{
	struct source s;
	char *text;

	source_begin(&s, SRC "! video/x-raw,width=32" OUT);
	source_put(&s, 1, 2);
	play_start(&s.play);
	text = play_until_error(&s.play);
	CHECK(strstr(text, "does not grant") != NULL);
	CHECK_EQ(g_async_queue_length(s.play.samples), 0);
	g_free(text);
	source_end(&s);
}

TEST(source_waits_for_a_ring_to_be_configured_ok)
{
	struct source s;

	play_init();
	play_open(&s.play, SRC OUT);
	play_start(&s.play);
	while (!__atomic_load_n(&fake_demand_state.seen, __ATOMIC_ACQUIRE))
		g_thread_yield();
	source_configure(&s, 16, 4, FRAMERING_CACHE_WB);
	source_attach(&s);
	source_put(&s, 4, 1);
	source_take(&s, 4);
	source_end(&s);
}

TEST(state_null_while_it_waits_ok)
{
	struct source s;

	source_begin(&s, SRC OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	source_take(&s, 1);
	CHECK_EQ(gst_element_set_state(s.play.pipeline, GST_STATE_NULL),
		 GST_STATE_CHANGE_SUCCESS);
	source_end(&s);
}

TEST(flush_while_it_waits_ok)
{
	struct source s;

	source_begin(&s, SRC OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	source_take(&s, 1);
	CHECK(gst_element_send_event(s.play.element,
				     gst_event_new_flush_start()));
	CHECK(gst_element_send_event(s.play.element,
				     gst_event_new_flush_stop(TRUE)));
	source_put(&s, 2, 1);
	source_take(&s, 2);
	source_end(&s);
}

TEST(latency_is_from_one_frame_to_those_that_may_be_held_ok)
{
	GstClockTime least, most;
	struct source s;
	GstQuery *query;
	gboolean live;

	source_begin(&s, SRC "framerate=25/1" OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	source_take(&s, 1);
	query = gst_query_new_latency();
	CHECK(gst_element_query(s.play.element, query));
	gst_query_parse_latency(query, &live, &least, &most);
	gst_query_unref(query);
	CHECK(live);
	CHECK_EQ(least, 40 * GST_MSECOND);
	CHECK_EQ(most, 3 * 40 * GST_MSECOND);
	source_end(&s);
}

TEST(device_that_is_not_there_fails)
{
	struct play play;
	GstBus *bus;
	GstMessage *message;
	GError *error;

	play_init();
	play_open(&play, "frameringsrc device=/dev/nothing" OUT);
	CHECK_EQ(gst_element_set_state(play.pipeline, GST_STATE_PLAYING),
		 GST_STATE_CHANGE_FAILURE);
	bus = gst_element_get_bus(play.pipeline);
	message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
	CHECK(message != NULL);
	gst_message_parse_error(message, &error, NULL);
	CHECK_STR_EQ(error->message, "/dev/nothing: no such device; load the "
		     "driver with 'modprobe framering'");
	g_error_free(error);
	gst_message_unref(message);
	gst_object_unref(bus);
	play_close(&play);
}
