// SPDX-License-Identifier: MIT
/* frameringsink's pool: upstream draws into slots, in any order it likes. */
#include <string.h>

#include "pushed.h"

/* Of the sink's 8 slots two stay in the ring. */
#define MOST	6

static void begin(struct pushed *p)
{
	pushed_open(p, NULL, NULL);
	pushed_caps(p, PUSHED_CAPS);
	pushed_attach(p);
	pushed_pool(p, PUSHED_CAPS, 2);
	CHECK(p->pool != NULL);
}

TEST(frames_drawn_into_slots_are_not_copied_ok)
{
	struct pushed p;
	int i;

	begin(&p);
	for (i = 0; i < 30; i++) {
		GstBuffer *buffer = pushed_draw(&p, i);

		CHECK(play_in_ring(pushed_data(buffer)));
		pushed_push(&p, buffer);
		pushed_take(&p, i);
	}
	CHECK_EQ(pushed_number(&p, "shared"), 30);
	CHECK_EQ(pushed_number(&p, "copied"), 0);
	pushed_close(&p);
}

TEST(buffers_out_of_order_arrive_as_pushed_ok)
{
	GstBuffer *first, *second;
	struct pushed p;

	begin(&p);
	first = pushed_draw(&p, 1);
	second = pushed_draw(&p, 2);
	pushed_push(&p, second);
	pushed_push(&p, first);
	pushed_take(&p, 2);
	pushed_take(&p, 1);
	CHECK_EQ(pushed_number(&p, "shared"), 1);
	CHECK_EQ(pushed_number(&p, "copied"), 1);
	pushed_close(&p);
}

TEST(buffer_that_upstream_keeps_is_not_drawn_over_ok)
{
	struct pushed p;
	GstBuffer *kept;
	uint8_t *data;
	int i;

	begin(&p);
	kept = gst_buffer_ref(pushed_draw(&p, 77));
	data = pushed_data(kept);
	CHECK(play_in_ring(data));
	pushed_push(&p, kept);
	pushed_take(&p, 77);
	for (i = 0; i < 30; i++) {
		GstBuffer *buffer = pushed_draw(&p, i);

		CHECK(pushed_data(buffer) != data);
		pushed_push(&p, buffer);
		pushed_take(&p, i);
		CHECK_EQ(data[0], 77);
		CHECK_EQ(data[191], 77);
	}
	CHECK_EQ(pushed_number(&p, "shared"), 31);
	gst_buffer_unref(kept);
	pushed_close(&p);
}

TEST(buffer_that_was_shown_cannot_be_changed_ok)
{
	struct pushed p;
	GstBuffer *kept;
	uint8_t *data;

	begin(&p);
	kept = gst_buffer_ref(pushed_draw(&p, 5));
	data = pushed_data(kept);
	pushed_push(&p, kept);
	CHECK(gst_buffer_is_writable(kept));
	gst_buffer_memset(kept, 0, 6, 192);
	CHECK_EQ(data[0], 5);
	pushed_take(&p, 5);
	gst_buffer_unref(kept);
	pushed_close(&p);
}

TEST(buffer_pushed_twice_is_two_frames_ok)
{
	GstBuffer *buffer;
	struct pushed p;

	begin(&p);
	buffer = pushed_draw(&p, 5);
	pushed_push(&p, gst_buffer_ref(buffer));
	pushed_push(&p, buffer);
	pushed_take(&p, 5);
	pushed_take(&p, 5);
	pushed_close(&p);
}

TEST(more_buffers_than_slots_ok)
{
	GstBuffer *buffer[2 * MOST];
	struct pushed p;
	int i;

	begin(&p);
	for (i = 0; i < 2 * MOST; i++) {
		buffer[i] = pushed_draw(&p, i);
		CHECK_EQ(play_in_ring(pushed_data(buffer[i])), i < MOST);
	}
	for (i = 0; i < 2 * MOST; i++) {
		pushed_push(&p, buffer[i]);
		pushed_take(&p, i);
	}
	CHECK_EQ(pushed_number(&p, "shared"), MOST);
	CHECK_EQ(pushed_number(&p, "copied"), MOST);
	/* And now there are slots again. */
	pushed_push(&p, pushed_draw(&p, 99));
	pushed_take(&p, 99);
	CHECK_EQ(pushed_number(&p, "shared"), MOST + 1);
	pushed_close(&p);
}

TEST(buffers_that_are_never_pushed_ok)
{
	struct pushed p;
	int i;

	begin(&p);
	for (i = 0; i < 100; i++)
		gst_buffer_unref(pushed_draw(&p, i));
	pushed_push(&p, pushed_draw(&p, 3));
	pushed_take(&p, 3);
	CHECK_EQ(pushed_number(&p, "shared"), 1);
	pushed_close(&p);
}

TEST(upstream_that_keeps_more_than_the_ring_can_spare_gets_no_slots_ok)
{
	GstBuffer *buffer;
	struct pushed p;

	begin(&p);
	pushed_pool(&p, PUSHED_CAPS, MOST + 1);
	buffer = pushed_draw(&p, 3);
	CHECK(!play_in_ring(pushed_data(buffer)));
	pushed_push(&p, buffer);
	pushed_take(&p, 3);
	pushed_close(&p);
}

TEST(ring_that_is_not_cached_has_no_pool_ok)
{
	struct pushed p;

	pushed_open(&p, "cache", "write-combined");
	pushed_caps(&p, PUSHED_CAPS);
	pushed_attach(&p);
	pushed_pool(&p, PUSHED_CAPS, 2);
	CHECK(p.pool == NULL);
	pushed_push(&p, pushed_draw(&p, 4));
	pushed_take(&p, 4);
	CHECK_EQ(pushed_number(&p, "copied"), 1);
	pushed_close(&p);
}

TEST(buffers_of_the_generation_before_are_copied_ok)
{
	const char *wide = "video/x-raw,format=I420,width=8,height=16,"
			   "framerate=30/1";
	struct pushed p;
	GstBuffer *old;

	begin(&p);
	old = pushed_draw(&p, 9);
	pushed_caps(&p, wide);
	framering_consumer_detach(p.consumer);
	framering_close(p.ring);
	pushed_attach(&p);
	gst_buffer_remove_meta(old, gst_buffer_get_meta(old,
		g_type_from_name("GstVideoMetaAPI")));
	pushed_push(&p, old);
	pushed_take(&p, 9);
	CHECK_EQ(pushed_number(&p, "copied"), 1);
	/* What its pool gives now is ordinary. */
	old = pushed_draw(&p, 1);
	CHECK(!play_in_ring(pushed_data(old)));
	gst_buffer_unref(old);
	pushed_close(&p);
}
