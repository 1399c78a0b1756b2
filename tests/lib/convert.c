// SPDX-License-Identifier: MIT
/* Frames that framering-produce converts to another format. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

#include "input/converter.h"

#define WIDTH	50
#define HEIGHT	6

/**
 * struct slot - a frame in memory as a ring's
 * @geometry: where its pixels lie
 * @frame: as reserve gives it
 */
struct slot {
	struct framering_geometry geometry;
	struct framering_frame frame;
};

static struct framering_geometry geometry_of(uint32_t fourcc, uint32_t align)
{
	struct framering_geometry g = {
		.fourcc = fourcc,
		.width = WIDTH,
		.height = HEIGHT,
	};

	CHECK_EQ(framering_geometry_fill(&g, align, 4096), 0);
	return g;
}

/* Filled with what nothing is converted to. */
static void make_slot(struct slot *slot, uint32_t fourcc, uint32_t align)
{
	struct framering_geometry *g = &slot->geometry;
	uint8_t *memory;
	uint32_t i;

	*g = geometry_of(fourcc, align);
	CHECK(memory = malloc(g->slot_bytes));
	memset(memory, 0xee, g->slot_bytes);
	slot->frame = (struct framering_frame){
		.geometry = g,
		.data = memory,
		.slot = 3,
	};
	for (i = 0; i < g->planes; i++)
		slot->frame.plane[i] = memory + g->offset[i];
}

/* A frame of one colour, its bytes by pixel, becomes @slot's. */
static void convert(uint32_t from, const uint8_t bytes[4],
		    const struct framering_picture *picture,
		    struct slot *slot)
{
	struct framering_geometry g = geometry_of(from, 0);
	struct converter *c = NULL;
	struct framering_frame in;
	uint32_t i;

	CHECK_EQ(converter_create(&c, &g, picture,
				  framering_format_find(slot->geometry.fourcc)),
		 0);
	in = converter_input(c, &slot->frame);
	CHECK_EQ(in.geometry->fourcc, from);
	for (i = 0; i < WIDTH * HEIGHT; i++)
		memcpy(in.data + i * 4, bytes, 4);
	converter_run(c, &slot->frame);
	converter_destroy(c);
}

/* H.273's own numbers, of red: Y, Cb and Cr in 8 bits. */
static const struct {
	const char *name;
	uint8_t matrix;
	int yuv[3];
} reds[] = {
	{ "bt601", FRAMERING_MATRIX_BT601, { 81, 90, 240 } },
	{ "by_its_size", 0, { 81, 90, 240 } },
	{ "bt709", FRAMERING_MATRIX_BT709, { 63, 102, 240 } },
	{ "bt2020", FRAMERING_MATRIX_BT2020, { 74, 97, 240 } },
};

TEST_VARIANTS(red_has_its_luma_and_chroma_ok, reds)
{
	static const uint8_t red[4] = { 0, 0, 255, 0 };
	const struct framering_picture picture = { .matrix = variant->matrix };
	struct slot slot;
	uint32_t i, y;

	make_slot(&slot, DRM_FORMAT_YUV420, 64);
	convert(DRM_FORMAT_XRGB8888, red, &picture, &slot);
	for (i = 0; i < 3; i++) {
		uint32_t row = i ? WIDTH / 2 : WIDTH;
		uint32_t stride = slot.geometry.stride[i];

		for (y = 0; y < (i ? HEIGHT / 2 : HEIGHT); y++) {
			const uint8_t *line = slot.frame.plane[i] + y * stride;

			CHECK_LE(abs(line[0] - variant->yuv[i]), 1);
			CHECK_LE(abs(line[row - 1] - variant->yuv[i]), 1);
			/* What pads a line is nobody's. */
			CHECK_EQ(line[row], 0xee);
		}
	}
	free(slot.frame.data);
}

static const struct {
	const char *name;
	uint32_t from;
	struct framering_picture picture;
	uint32_t to;
	uint8_t matrix;
	uint8_t range;
} pictures[] = {
	{ "rgb", DRM_FORMAT_XRGB8888, { .range = 0 }, DRM_FORMAT_NV12,
	  FRAMERING_MATRIX_BT601, FRAMERING_RANGE_LIMITED },
	{ "rgb_in_bt709", DRM_FORMAT_XRGB8888,
	  { .matrix = FRAMERING_MATRIX_BT709 }, DRM_FORMAT_NV12,
	  FRAMERING_MATRIX_BT709, FRAMERING_RANGE_LIMITED },
	{ "full_yuv", DRM_FORMAT_YUV444,
	  { .matrix = FRAMERING_MATRIX_BT709, .range = FRAMERING_RANGE_FULL },
	  DRM_FORMAT_YUYV, FRAMERING_MATRIX_BT709, FRAMERING_RANGE_FULL },
	{ "yuv_untold", DRM_FORMAT_YUV422, { .range = 0 }, DRM_FORMAT_YUV420,
	  FRAMERING_MATRIX_BT601, FRAMERING_RANGE_LIMITED },
	{ "limited_rgb_to_rgb", DRM_FORMAT_XRGB8888,
	  { .range = FRAMERING_RANGE_LIMITED }, DRM_FORMAT_RGB888, 0,
	  FRAMERING_RANGE_LIMITED },
	{ "yuv_to_rgb", DRM_FORMAT_YUV420, { .range = 0 },
	  DRM_FORMAT_XRGB8888, 0, FRAMERING_RANGE_FULL },
};

TEST_VARIANTS(colours_of_the_result_are_told_ok, pictures)
{
	struct framering_geometry g = geometry_of(variant->from, 0);
	struct framering_picture p =
		converter_picture(&g, &variant->picture,
				  framering_format_find(variant->to));

	CHECK_EQ(p.matrix, variant->matrix);
	CHECK_EQ(p.range, variant->range);
}

TEST(white_of_full_yuv_stays_full_ok)
{
	const struct framering_picture picture = {
		.matrix = FRAMERING_MATRIX_BT709,
		.range = FRAMERING_RANGE_FULL,
	};
	struct framering_geometry g = geometry_of(DRM_FORMAT_YUV444, 0);
	struct converter *c = NULL;
	struct framering_frame in;
	struct slot slot;

	make_slot(&slot, DRM_FORMAT_YUYV, 0);
	CHECK_EQ(converter_create(&c, &g, &picture,
				  framering_format_find(DRM_FORMAT_YUYV)), 0);
	in = converter_input(c, &slot.frame);
	memset(in.plane[0], 255, WIDTH * HEIGHT);
	memset(in.plane[1], 128, WIDTH * HEIGHT);
	memset(in.plane[2], 128, WIDTH * HEIGHT);
	converter_run(c, &slot.frame);
	CHECK_EQ(slot.frame.data[0], 255);
	CHECK_EQ(slot.frame.data[1], 128);
	converter_destroy(c);
	free(slot.frame.data);
}

static const struct {
	const char *name;
	const char *from;
	uint32_t width;
	uint8_t range;
	const char *to;
	const char *why;
} refused[] = {
	{ "bayer", "BGGR8", WIDTH, 0, "YU12", "does not take" },
	{ "to_bayer", "XR24", WIDTH, 0, "BGGR8", "does not make" },
	{ "to_grey", "YU12", WIDTH, 0, "R8", "does not make" },
	{ "to_packed_grey", "XR24", WIDTH, 0, "Mono10p", "does not make" },
	{ "limited_rgb", "XR24", WIDTH, FRAMERING_RANGE_LIMITED, "YU12",
	  "limited range" },
	{ "odd_yuv", "YUYV", 17, 0, "YU12", "an odd width" },
};

TEST_VARIANTS(what_swscale_gets_wrong_is_refused_fails, refused)
{
	const struct framering_picture picture = { .range = variant->range };
	const struct framering_format *to =
		framering_format_by_name(variant->to);
	struct framering_geometry g = {
		.fourcc = framering_format_by_name(variant->from)->fourcc,
		.width = variant->width,
		.height = HEIGHT,
	};
	struct converter *c = NULL;

	CHECK_EQ(framering_geometry_fill(&g, 0, 4096), 0);
	CHECK(strstr(converter_refusal(&g, &picture, to), variant->why));
	CHECK_EQ(converter_create(&c, &g, &picture, to), -ENOTSUP);
	CHECK(!c);
}

/* Also of odd sizes, and of ranges that would be refused. */
TEST(same_format_stays_what_it_is_ok)
{
	const struct framering_picture picture = {
		.range = FRAMERING_RANGE_LIMITED,
	};
	struct framering_geometry g = geometry_of(DRM_FORMAT_YUYV, 0);
	struct converter *c = NULL;
	struct framering_frame in;
	struct slot slot;
	uint32_t i;

	make_slot(&slot, DRM_FORMAT_YUYV, 64);
	CHECK_EQ(converter_create(&c, &g, &picture,
				  framering_format_find(DRM_FORMAT_YUYV)), 0);
	in = converter_input(c, &slot.frame);
	for (i = 0; i < WIDTH * 2; i++)
		in.data[i] = (uint8_t)i;
	CHECK_EQ(converter_run(c, &slot.frame), WIDTH * 2 * HEIGHT);
	for (i = 0; i < WIDTH * 2; i++)
		CHECK_EQ(slot.frame.data[i], (uint8_t)i);
	converter_destroy(c);
	free(slot.frame.data);
}

TEST(grey_becomes_luma_as_it_is_ok)
{
	const struct framering_picture none = { .range = 0 };
	struct framering_geometry g = geometry_of(DRM_FORMAT_R8, 0);
	const struct framering_format *to =
		framering_format_find(DRM_FORMAT_YUV420);
	struct converter *c = NULL;
	struct framering_frame in;
	struct slot slot;

	make_slot(&slot, DRM_FORMAT_YUV420, 0);
	CHECK_EQ(converter_create(&c, &g, &none, to), 0);
	in = converter_input(c, &slot.frame);
	memset(in.data, 250, WIDTH * HEIGHT);
	converter_run(c, &slot.frame);
	CHECK_EQ(slot.frame.plane[0][0], 250);
	CHECK_EQ(slot.frame.plane[1][0], 128);
	CHECK_EQ(converter_picture(&g, &none, to).range, FRAMERING_RANGE_FULL);
	converter_destroy(c);
	free(slot.frame.data);
}
