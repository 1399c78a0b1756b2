// SPDX-License-Identifier: MIT
/* frameringsink: the ring that it makes, and when it waits. */
#include <gst/video/video.h>
#include <linux/videodev2.h>
#include <string.h>

#include "lib/fake_demand.h"
#include "pushed.h"

TEST(ring_tells_what_the_caps_do_ok)
{
	const struct framering_picture *picture;
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, "video/x-raw,format=NV12,width=32,height=16,"
		    "framerate=30000/1001,pixel-aspect-ratio=4/3,"
		    "colorimetry=bt709,chroma-site=mpeg2,"
		    "interlace-mode=interleaved,"
		    "field-order=bottom-field-first");
	pushed_attach(&p);
	picture = &framering_consumer_status(p.consumer)->picture;
	CHECK_EQ(fake_device.query.geometry.fourcc, DRM_FORMAT_NV12);
	CHECK_EQ(fake_device.query.geometry.width, 32);
	CHECK_EQ(fake_device.query.geometry.height, 16);
	CHECK_EQ(fake_device.query.slots, 8);
	CHECK_EQ(fake_device.query.cache_asked, FRAMERING_CACHE_WB);
	CHECK_EQ(picture->rate.numerator, 30000);
	CHECK_EQ(picture->rate.denominator, 1001);
	CHECK_EQ(picture->aspect.numerator, 4);
	CHECK_EQ(picture->aspect.denominator, 3);
	CHECK_EQ(picture->primaries, 1);
	CHECK_EQ(picture->transfer, 1);
	CHECK_EQ(picture->matrix, 1);
	CHECK_EQ(picture->range, FRAMERING_RANGE_LIMITED);
	CHECK_EQ(picture->siting, 1);
	CHECK_EQ(picture->field, V4L2_FIELD_INTERLACED_BT);
	pushed_close(&p);
}

TEST(properties_are_the_rings_ok)
{
	struct pushed p;

	pushed_open(&p, "memory", "vmalloc");
	g_object_set(p.sink, "slots", 16, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	CHECK_EQ(fake_device.query.slots, 16);
	CHECK_EQ(fake_device.query.memory, FRAMERING_MEMORY_VMALLOC);
	pushed_close(&p);
}

TEST(ring_that_fits_is_not_configured_again_ok)
{
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	CHECK_EQ(gst_element_set_state(p.sink, GST_STATE_NULL),
		 GST_STATE_CHANGE_SUCCESS);
	CHECK_EQ(gst_element_set_state(p.sink, GST_STATE_PLAYING),
		 GST_STATE_CHANGE_SUCCESS);
	CHECK(gst_pad_push_event(p.pad, gst_event_new_stream_start("again")));
	pushed_caps(&p, PUSHED_CAPS);
	CHECK_EQ(fake_device.configures, 1);
	pushed_caps(&p, "video/x-raw,format=I420,width=8,height=8,"
		    "framerate=30/1");
	CHECK_EQ(fake_device.configures, 2);
	pushed_close(&p);
}

TEST(ring_that_another_configured_is_taken_back_ok)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_NV12,
		.width = 8,
		.height = 8,
	};
	struct framering *other;
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	pushed_push(&p, pushed_draw(&p, 1));
	other = play_ring(&config);
	pushed_push(&p, pushed_draw(&p, 2));
	pushed_attach(&p);
	pushed_take(&p, 2);
	CHECK_EQ(fake_device.query.geometry.fourcc, DRM_FORMAT_YUV420);
	CHECK_EQ(fake_device.configures, 3);
	framering_close(other);
	pushed_close(&p);
}

TEST(end_of_stream_ends_the_rings_ok)
{
	struct framering_frame frame;
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	pushed_attach(&p);
	pushed_push(&p, pushed_draw(&p, 1));
	CHECK(gst_pad_push_event(p.pad, gst_event_new_eos()));
	pushed_take(&p, 1);
	CHECK_EQ(framering_consumer_acquire(p.consumer, &frame), -EPIPE);
	CHECK_EQ(framering_consumer_acquire(p.consumer, &frame), -EAGAIN);
	pushed_close(&p);
}

TEST(state_null_ends_the_rings_stream_ok)
{
	struct framering_frame frame;
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	pushed_attach(&p);
	pushed_push(&p, pushed_draw(&p, 1));
	CHECK_EQ(gst_element_set_state(p.sink, GST_STATE_NULL),
		 GST_STATE_CHANGE_SUCCESS);
	pushed_take(&p, 1);
	CHECK_EQ(framering_consumer_acquire(p.consumer, &frame), -EPIPE);
	CHECK(!framering_consumer_cut(p.consumer));
	pushed_close(&p);
}

TEST(times_and_flags_are_told_ok)
{
	struct framering_frame frame;
	GstBuffer *buffer;
	struct pushed p;

	pushed_open(&p, NULL, NULL);
	pushed_caps(&p, PUSHED_CAPS);
	pushed_attach(&p);
	buffer = pushed_draw(&p, 1);
	GST_BUFFER_PTS(buffer) = 123456789;
	GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
	GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_CORRUPTED);
	pushed_push(&p, buffer);
	CHECK_EQ(framering_consumer_acquire(p.consumer, &frame), 0);
	CHECK_EQ(frame.flags, FRAMERING_FRAME_PTS | FRAMERING_FRAME_ERROR |
			      FRAMERING_FRAME_DISCONTINUITY);
	CHECK_EQ(frame.info.pts, 123456789);
	CHECK_EQ(framering_consumer_status(p.consumer)->
		 picture.time_base.denominator, 1000000000);
	pushed_close(&p);
}

TEST(frames_are_dropped_while_nobody_watches_ok)
{
	struct pushed p;

	pushed_open(&p, "on-demand", "drop");
	pushed_caps(&p, PUSHED_CAPS);
	pushed_push(&p, pushed_draw(&p, 1));
	CHECK_EQ(pushed_number(&p, "copied"), 0);
	pushed_attach(&p);
	pushed_push(&p, pushed_draw(&p, 2));
	pushed_take(&p, 2);
	CHECK_EQ(pushed_number(&p, "copied"), 1);
	pushed_close(&p);
}

static gpointer push_one(gpointer data)
{
	struct pushed *p = data;

	return GINT_TO_POINTER(gst_pad_push(p->pad, pushed_draw(p, 1)));
}

static GThread *push_in_thread(struct pushed *p)
{
	return g_thread_new("push", push_one, p);
}

TEST(frame_waits_for_a_consumer_ok)
{
	struct pushed p;
	GThread *thread;

	pushed_open(&p, "on-demand", "block");
	pushed_caps(&p, PUSHED_CAPS);
	thread = push_in_thread(&p);
	while (!__atomic_load_n(&fake_demand_state.seen, __ATOMIC_ACQUIRE))
		g_thread_yield();
	CHECK_EQ(pushed_number(&p, "copied"), 0);
	pushed_attach(&p);
	CHECK_EQ(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_OK);
	pushed_take(&p, 1);
	pushed_close(&p);
}

/* The producer waits for consumer 0, which has taken nothing. */
static void fill(struct pushed *p)
{
	int i;

	pushed_caps(p, PUSHED_CAPS);
	pushed_attach(p);
	fake_device.status->lossless = 1;
	for (i = 0; i < 8; i++)
		pushed_push(p, pushed_draw(p, i));
}

static int asleep;

static void count_sleeps(void)
{
	__atomic_add_fetch(&asleep, 1, __ATOMIC_RELEASE);
	g_usleep(1000);
}

static GThread *block(struct pushed *p)
{
	GThread *thread;

	fake_device_polled = count_sleeps;
	thread = push_in_thread(p);
	while (!__atomic_load_n(&asleep, __ATOMIC_ACQUIRE))
		g_thread_yield();
	return thread;
}

TEST(full_ring_makes_a_frame_wait_ok)
{
	struct pushed p;
	GThread *thread;
	int i;

	pushed_open(&p, NULL, NULL);
	fill(&p);
	thread = block(&p);
	CHECK_EQ(pushed_number(&p, "copied"), 8);
	pushed_take(&p, 0);
	CHECK_EQ(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_OK);
	for (i = 1; i < 8; i++)
		pushed_take(&p, i);
	pushed_take(&p, 1);
	pushed_close(&p);
}

TEST(flush_while_the_ring_is_full_ok)
{
	struct pushed p;
	GThread *thread;

	pushed_open(&p, NULL, NULL);
	fill(&p);
	thread = block(&p);
	CHECK(gst_pad_push_event(p.pad, gst_event_new_flush_start()));
	CHECK_EQ(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_FLUSHING);
	CHECK(gst_pad_push_event(p.pad, gst_event_new_flush_stop(TRUE)));
	pushed_caps(&p, PUSHED_CAPS);
	pushed_take(&p, 0);
	pushed_push(&p, pushed_draw(&p, 50));
	CHECK_EQ(pushed_number(&p, "copied"), 9);
	pushed_close(&p);
}

TEST(state_null_while_the_ring_is_full_ok)
{
	struct pushed p;
	GThread *thread;

	pushed_open(&p, NULL, NULL);
	fill(&p);
	thread = block(&p);
	CHECK_EQ(gst_element_set_state(p.sink, GST_STATE_NULL),
		 GST_STATE_CHANGE_SUCCESS);
	CHECK_EQ(GPOINTER_TO_INT(g_thread_join(thread)), GST_FLOW_FLUSHING);
	pushed_close(&p);
}

static void check_error(struct pushed *p, const char *caps, const char *text)
{
	GstBus *bus = gst_bus_new();
	GstCaps *wanted = gst_caps_from_string(caps);
	GstMessage *message;
	GError *error;

	gst_element_set_bus(p->sink, bus);
	gst_pad_push_event(p->pad, gst_event_new_caps(wanted));
	message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR);
	CHECK(message != NULL);
	gst_message_parse_error(message, &error, NULL);
	CHECK_STR_EQ(error->message, text);
	g_error_free(error);
	gst_message_unref(message);
	gst_caps_unref(wanted);
	gst_element_set_bus(p->sink, NULL);
	gst_object_unref(bus);
}

TEST(memory_that_cannot_be_write_combined_fails)
{
	struct pushed p;

	pushed_open(&p, "memory", "vmalloc");
	gst_util_set_object_arg(G_OBJECT(p.sink), "cache", "write-combined");
	check_error(&p, PUSHED_CAPS, "/dev/null: memory kind vmalloc cannot be "
		    "write-combined; it can only be cached");
	pushed_close(&p);
}
