// SPDX-License-Identifier: MIT
/* frameringsrc: what it makes of a ring's frames. */
#include <gst/video/video.h>
#include <linux/videodev2.h>
#include <string.h>

#include "source.h"

TEST(caps_tell_what_the_ring_does_ok)
{
	struct source s;
	GstSample *sample;

	play_init();
	source_configure(&s, 16, 4, FRAMERING_CACHE_WB);
	s.config.picture = (struct framering_picture){
		.aspect = { 4, 3 },
		.rate = { 30000, 1001 },
		.primaries = 1,
		.transfer = 1,
		.matrix = 1,
		.range = FRAMERING_RANGE_LIMITED,
		.siting = 1,
		.field = V4L2_FIELD_INTERLACED_TB,
	};
	source_attach(&s);
	play_open(&s.play, SRC OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,format=I420,width=16,height=8,"
		   "framerate=30000/1001,pixel-aspect-ratio=4/3,"
		   "colorimetry=bt709,chroma-site=mpeg2,"
		   "interlace-mode=interleaved,field-order=top-field-first");
	CHECK(GST_BUFFER_FLAG_IS_SET(gst_sample_get_buffer(sample),
				     GST_VIDEO_BUFFER_FLAG_TFF));
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(rate_that_the_ring_does_not_tell_is_variable_ok)
{
	struct source s;
	GstSample *sample;

	source_begin(&s, SRC OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,framerate=0/1");
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(rate_that_the_ring_does_not_tell_is_the_propertys_ok)
{
	struct source s;
	GstSample *sample;

	source_begin(&s, SRC "framerate=24/1" OUT);
	source_put(&s, 1, 1);
	play_start(&s.play);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,framerate=24/1");
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(visible_part_is_what_downstream_gets_ok)
{
	struct source s;
	GstSample *sample;
	GstVideoMeta *meta;

	play_init();
	source_configure(&s, 16, 4, FRAMERING_CACHE_WB);
	s.config.picture.visible =
		(struct framering_rectangle){ 4, 2, 8, 4 };
	source_attach(&s);
	play_open(&s.play, SRC OUT);
	play_offer_meta(&s.play);
	source_put(&s, 1, 1);
	play_start(&s.play);
	sample = play_sample(&s.play);
	source_check_caps(sample, "video/x-raw,width=8,height=4");
	meta = gst_buffer_get_video_meta(gst_sample_get_buffer(sample));
	CHECK_EQ(meta->offset[0], 2 * 16 + 4);
	CHECK_EQ(meta->offset[1], s.config.geometry.offset[1] + 8 + 2);
	CHECK_EQ(meta->stride[0], 16);
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(cached_frames_are_not_copied_ok)
{
	struct source s;
	int i;

	source_begin(&s, SRC OUT);
	play_start(&s.play);
	for (i = 0; i < 20; i++) {
		GstSample *sample;
		GstMapInfo map;

		source_put(&s, i, 1);
		sample = play_sample(&s.play);
		CHECK(gst_buffer_map(gst_sample_get_buffer(sample), &map,
				     GST_MAP_READ));
		CHECK(play_in_ring(map.data));
		gst_buffer_unmap(gst_sample_get_buffer(sample), &map);
		source_check(sample, i);
		gst_sample_unref(sample);
	}
	CHECK_EQ(play_number(&s.play, "shared"), 20);
	CHECK_EQ(play_number(&s.play, "copied"), 0);
	source_end(&s);
}

TEST(frame_in_the_ring_cannot_be_written_ok)
{
	struct source s;
	GstSample *sample;
	GstBuffer *own;
	GstMapInfo map;

	source_begin(&s, SRC OUT);
	source_put(&s, 7, 1);
	play_start(&s.play);
	sample = play_sample(&s.play);
	own = gst_buffer_make_writable(gst_buffer_ref(
		gst_sample_get_buffer(sample)));
	CHECK(gst_buffer_map(own, &map, GST_MAP_WRITE));
	CHECK(!play_in_ring(map.data));
	memset(map.data, 9, map.size);
	gst_buffer_unmap(own, &map);
	gst_buffer_unref(own);
	source_check(sample, 7);
	gst_sample_unref(sample);
	source_end(&s);
}

/* The third would take the last lease. */
TEST(frames_that_downstream_keeps_are_copied_ok)
{
	GstSample *sample[6];
	struct source s;
	int i;

	source_begin(&s, SRC OUT);
	play_start(&s.play);
	for (i = 0; i < 6; i++) {
		source_put(&s, i, 1);
		sample[i] = play_sample(&s.play);
	}
	CHECK_EQ(play_number(&s.play, "shared"), 2);
	CHECK_EQ(play_number(&s.play, "copied"), 4);
	/* More than there are slots, so that each is drawn into anew. */
	source_put(&s, 100, 10);
	for (i = 0; i < 6; i++) {
		source_check(sample[i], i);
		gst_sample_unref(sample[i]);
	}
	source_end(&s);
}

TEST(frames_in_a_queue_do_not_starve_the_ring_ok)
{
	struct source s;
	GstSample *sample;
	int i;

	source_begin(&s, SRC "! tee name=t ! queue max-size-buffers=0 "
	      "max-size-bytes=0 max-size-time=0 min-threshold-buffers=1000 ! "
	      "fakesink async=false t. ! fakesink name=out");
	play_start(&s.play);
	for (i = 0; i < 40; i++) {
		source_put(&s, i, 1);
		sample = play_sample(&s.play);
		CHECK_EQ(GST_BUFFER_OFFSET(gst_sample_get_buffer(sample)), i);
		source_check(sample, i);
		gst_sample_unref(sample);
	}
	CHECK_EQ(play_number(&s.play, "copied"), 38);
	source_end(&s);
}

TEST(copy_never_waits_for_a_lease_ok)
{
	GstSample *sample[3];
	struct source s;
	int i;

	source_begin(&s, SRC "copy=never" OUT);
	play_start(&s.play);
	source_put(&s, 0, 4);
	for (i = 0; i < 3; i++)
		sample[i] = play_sample(&s.play);
	CHECK_EQ(g_async_queue_length(s.play.samples), 0);
	gst_sample_unref(sample[1]);
	source_take(&s, 3);
	gst_sample_unref(sample[0]);
	gst_sample_unref(sample[2]);
	CHECK_EQ(play_number(&s.play, "copied"), 0);
	source_end(&s);
}

TEST(copy_always_copies_ok)
{
	struct source s;

	source_begin(&s, SRC "copy=always" OUT);
	source_put(&s, 5, 2);
	play_start(&s.play);
	source_take(&s, 5);
	source_take(&s, 6);
	CHECK_EQ(play_number(&s.play, "copied"), 2);
	source_end(&s);
}

TEST(frames_that_are_not_cached_are_copied_ok)
{
	struct source s;

	play_init();
	source_configure(&s, 16, 4, FRAMERING_CACHE_WC);
	source_attach(&s);
	play_open(&s.play, SRC OUT);
	source_put(&s, 5, 1);
	play_start(&s.play);
	source_take(&s, 5);
	CHECK_EQ(play_number(&s.play, "copied"), 1);
	source_end(&s);
}

/* Strides of 64 bytes for 16 pixels. */
static GstSample *padded(struct source *s, int offer)
{
	play_init();
	source_configure(s, 16, 64, FRAMERING_CACHE_WB);
	source_attach(s);
	play_open(&s->play, SRC OUT);
	if (offer)
		play_offer_meta(&s->play);
	source_put(s, 3, 1);
	play_start(&s->play);
	return play_sample(&s->play);
}

TEST(padded_lines_without_video_meta_are_copied_ok)
{
	struct source s;
	GstSample *sample = padded(&s, 0);

	CHECK_EQ(gst_buffer_get_size(gst_sample_get_buffer(sample)),
		 16 * 8 * 3 / 2);
	source_check(sample, 3);
	CHECK_EQ(play_number(&s.play, "copied"), 1);
	gst_sample_unref(sample);
	source_end(&s);
}

TEST(padded_lines_with_video_meta_are_not_copied_ok)
{
	struct source s;
	GstSample *sample = padded(&s, 1);
	GstVideoMeta *meta;

	meta = gst_buffer_get_video_meta(gst_sample_get_buffer(sample));
	CHECK(meta != NULL);
	CHECK_EQ(meta->n_planes, 3);
	CHECK_EQ(meta->stride[0], 64);
	CHECK_EQ(meta->stride[2], 64);
	CHECK_EQ(meta->offset[2], s.config.geometry.offset[2]);
	CHECK_EQ(play_number(&s.play, "shared"), 1);
	gst_sample_unref(sample);
	source_end(&s);
}
