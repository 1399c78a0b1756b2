// SPDX-License-Identifier: MIT
/* What videotestsrc draws is what comes out of the ring, in each format. */
#include <fcntl.h>
#include <gst/video/video.h>
#include <string.h>

#include "formats.h"
#include "play.h"

#define FRAMES	3

static const struct {
	const char *name;
	int width;
	int height;
} sizes[] = {
	{ "64x48", 64, 48 },
	{ "34x21", 34, 21 },
};

/* The pattern is the same each time, and has all levels. */
static char *pipeline(const char *format, int width, int height,
		      const char *rest)
{
	return g_strdup_printf("videotestsrc num-buffers=%d pattern=zone-plate "
			       "kx2=20 ky2=20 kt=5 ! video/x-raw,format=%s,"
			       "width=%d,height=%d ! %s", FRAMES, format, width,
			       height, rest);
}

static void run(struct play *play, const char *format, int width, int height,
		const char *rest)
{
	char *text = pipeline(format, width, height, rest);

	play_open(play, text);
	play_start(play);
	play_until_end(play);
	g_free(text);
}

/* Bytes of a line that hold pixels: v210's ends are not drawn. */
static uint32_t drawn(const struct framering_format *f, uint32_t plane,
		      uint32_t width)
{
	if (!strcmp(f->name, "v210"))
		return (width + 5) / 6 * 16;
	return framering_row_bytes(f, plane, width);
}

static void compare(const GstVideoFrame *want,
		    const struct framering_frame *frame)
{
	const struct framering_geometry *g = frame->geometry;
	const struct framering_format *f = framering_geometry_format(g);
	uint32_t plane, line;

	CHECK_EQ(f->planes, GST_VIDEO_FRAME_N_PLANES(want));
	for (plane = 0; plane < f->planes; plane++) {
		const uint8_t *to = GST_VIDEO_FRAME_PLANE_DATA(want, plane);
		gsize stride = (gsize)GST_VIDEO_FRAME_PLANE_STRIDE(want, plane);

		for (line = 0; line < framering_rows(f, plane, g->height);
		     line++)
			CHECK_MEM_EQ(frame->plane[plane] +
				     line * g->stride[plane],
				     to + line * stride,
				     drawn(f, plane, g->width));
	}
}

/* Each frame that @play took is the next one of the ring. */
static void compare_all(struct play *play)
{
	struct framering_consumer *consumer;
	struct framering_frame frame;
	struct framering *ring;
	int i;

	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDONLY), 0);
	CHECK_EQ(framering_consumer_attach(&consumer, ring, 0), 0);
	for (i = 0; i < FRAMES; i++) {
		GstSample *sample = play_sample(play);
		GstVideoFrame want;
		GstVideoInfo info;

		gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
		CHECK(gst_video_frame_map(&want, &info,
					  gst_sample_get_buffer(sample),
					  GST_MAP_READ));
		CHECK_EQ(framering_consumer_acquire(consumer, &frame), 0);
		compare(&want, &frame);
		CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
		gst_video_frame_unmap(&want);
		gst_sample_unref(sample);
	}
	CHECK_EQ(framering_consumer_acquire(consumer, &frame), -EPIPE);
	framering_consumer_detach(consumer);
	framering_close(ring);
}

static void check_format(const char *format, int width, int height)
{
	struct play reference, sink;

	run(&reference, format, width, height, "fakesink name=out");
	run(&sink, format, width, height,
	    "frameringsink name=it device=/dev/null sync=false");
	CHECK_EQ(play_number(&sink, "shared"), FRAMES);
	CHECK_EQ(play_number(&sink, "copied"), 0);
	play_close(&sink);
	compare_all(&reference);
	play_close(&reference);
}

TEST_VARIANTS(frames_of_each_format_are_videotestsrcs_ok, sizes)
{
	const GstVideoFormat *all;
	guint count, i, known = 0;

	play_init();
	all = gst_video_formats_raw(&count);
	for (i = 0; i < count; i++) {
		const char *name = gst_video_format_to_string(all[i]);

		if (!fourcc_of_format(all[i]))
			continue;
		test_diag("%s", name);
		check_format(name, variant->width, variant->height);
		known++;
	}
	CHECK_GE(known, 45);
}

/* What a ring has is what downstream gets. */
static void check_source(const char *format, const char *copy, int width,
			 int height)
{
	char *text = g_strdup_printf("frameringsrc name=it device=/dev/null "
				     "copy=%s ! fakesink name=out", copy);
	struct play sink, source;

	run(&sink, format, width, height,
	    "frameringsink name=it device=/dev/null sync=false");
	play_close(&sink);
	play_open(&source, text);
	play_start(&source);
	play_until_end(&source);
	compare_all(&source);
	play_close(&source);
	g_free(text);
}

TEST_VARIANTS(copies_of_each_format_are_the_rings_ok, sizes)
{
	const GstVideoFormat *all;
	guint count, i;

	play_init();
	all = gst_video_formats_raw(&count);
	for (i = 0; i < count; i++) {
		if (!fourcc_of_format(all[i]))
			continue;
		test_diag("%s", gst_video_format_to_string(all[i]));
		check_source(gst_video_format_to_string(all[i]), "always",
			     variant->width, variant->height);
	}
}

TEST(formats_have_a_code_each_ok)
{
	const GstVideoFormat *all;
	guint count, i;

	play_init();
	all = gst_video_formats_raw(&count);
	for (i = 0; i < count; i++) {
		uint32_t fourcc = fourcc_of_format(all[i]);

		if (fourcc)
			CHECK_EQ(format_of_fourcc(fourcc), all[i]);
	}
	CHECK_EQ(fourcc_of_format(GST_VIDEO_FORMAT_RGBP), 0);
	CHECK_EQ(fourcc_of_format(GST_VIDEO_FORMAT_ENCODED), 0);
	CHECK_EQ(format_of_fourcc(0), GST_VIDEO_FORMAT_UNKNOWN);
}
