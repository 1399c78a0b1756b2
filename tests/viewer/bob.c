// SPDX-License-Identifier: MIT
/* Of two fields each is seen alone, in its own colours. */
#include <linux/videodev2.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "harness.h"

#include "paint/paint.h"
#include "windows.h"

#define WIDTH	16
#define HEIGHT	8
/* A frame of it is taken for BT.709; alone, a field would be for BT.601. */
#define LARGE_HEIGHT	580

/* A frame whose top field is white and whose bottom field is blue. */
static uint8_t memory[WIDTH * LARGE_HEIGHT * 2];
static struct framering_geometry geometry;
static struct framering_frame frame = { .geometry = &geometry };

static const struct {
	const char *name;
	uint32_t fourcc;
	/* Of a line of each plane: the top field's byte, and the other's. */
	uint8_t bytes[3][2];
} formats[] = {
	{ "YU12", DRM_FORMAT_YUV420, { { 235, 41 }, { 128, 240 },
				       { 128, 110 } } },
	{ "R8", DRM_FORMAT_R8, { { 255, 29 } } },
};

static void draw_frame(uint32_t fourcc, uint32_t height,
		       const uint8_t bytes[3][2])
{
	const struct framering_format *f = framering_format_find(fourcc);
	uint32_t i, y;

	geometry.fourcc = fourcc;
	geometry.width = WIDTH;
	geometry.height = height;
	CHECK_EQ(framering_geometry_fill(&geometry, 1, 4096), 0);
	CHECK_LE(geometry.frame_bytes, sizeof(memory));
	frame.data = memory;
	for (i = 0; i < geometry.planes; i++) {
		frame.plane[i] = memory + geometry.offset[i];
		for (y = 0; y < framering_rows(f, i, height); y++)
			memset(frame.plane[i] + y * geometry.stride[i],
			       bytes[i][y % 2], geometry.stride[i]);
	}
}

/* All of the field has one colour. */
static void check_field(struct window *window, struct paint *paint,
			bool bottom, const uint8_t want[3])
{
	struct shape shape = shape_of(&geometry, &paint->picture, NULL);
	struct image image;
	uint32_t x, y, i;

	CHECK_EQ(window_grab(window, paint->texture,
			     paint_part(paint, &shape.visible, bottom), &shape,
			     &image), 0);
	CHECK_EQ(image.width, WIDTH);
	CHECK_EQ(image.height, geometry.height);
	for (y = 0; y < geometry.height; y++)
		for (x = 0; x < WIDTH; x++)
			for (i = 0; i < 3; i++)
				CHECK_LE(abs(image.pixels[y * image.stride +
							  x * 3 + i] -
					     want[i]), 3);
	image_finish(&image);
}

static const uint32_t caches[] = { FRAMERING_CACHE_WB, FRAMERING_CACHE_WC };

TEST_VARIANTS(fields_are_not_mixed_ok, formats)
{
	static const uint8_t white[] = { 255, 255, 255 };
	static const uint8_t blue[] = { 0, 0, 255 }, grey[] = { 29, 29, 29 };
	static const struct paint_style style = { .bob = true };
	struct framering_picture picture = {
		.field = V4L2_FIELD_INTERLACED_TB,
		.matrix = FRAMERING_MATRIX_BT601,
	};
	struct paint *paint = NULL;
	struct window window;
	SDL_Surface *surface = open_software(&window);
	size_t i;

	draw_frame(variant->fourcc, HEIGHT, variant->bytes);
	for (i = 0; i < sizeof(caches) / sizeof(caches[0]); i++) {
		CHECK_EQ(paint_create(&paint, window.renderer, &geometry,
				      &picture, caches[i], &style), 0);
		CHECK_STR_EQ(paint->ops->name, "fields");
		CHECK_EQ(paint_draw(paint, &frame), 0);
		check_field(&window, paint, false, white);
		check_field(&window, paint, true, geometry.planes > 1 ? blue :
							    grey);
		paint_destroy(paint);
	}
	close_software(&window, surface);
}

TEST(field_has_the_matrix_of_its_frame_ok)
{
	static const uint8_t bytes[3][2] = {
		{ 235, 32 }, { 128, 240 }, { 128, 118 },
	};
	static const uint8_t blue[] = { 0, 0, 255 };
	static const struct paint_style style = { .bob = true };
	struct framering_picture picture = {
		.field = V4L2_FIELD_INTERLACED_TB,
	};
	struct paint *paint = NULL;
	struct window window;
	SDL_Surface *surface = open_software(&window);

	draw_frame(DRM_FORMAT_YUV420, LARGE_HEIGHT, bytes);
	CHECK_EQ(paint_create(&paint, window.renderer, &geometry, &picture,
			      FRAMERING_CACHE_WB, &style), 0);
	CHECK_EQ(paint_draw(paint, &frame), 0);
	check_field(&window, paint, true, blue);
	paint_destroy(paint);
	close_software(&window, surface);
}

/* Chroma of such a frame cannot be told apart by fields, or there are none. */
static const struct {
	const char *name;
	uint32_t height;
	uint8_t field;
} others[] = {
	{ "progressive", HEIGHT, V4L2_FIELD_NONE },
	{ "not_told", HEIGHT, 0 },
	{ "odd_chroma", HEIGHT - 2, V4L2_FIELD_INTERLACED_TB },
};

TEST_VARIANTS(what_has_no_fields_is_shown_whole_ok, others)
{
	static const struct paint_style style = { .bob = true };
	struct framering_picture picture = { .field = variant->field };
	struct paint *paint = NULL;
	struct window window;
	SDL_Surface *surface = open_software(&window);

	draw_frame(DRM_FORMAT_YUV420, HEIGHT, formats[0].bytes);
	geometry.height = variant->height;
	CHECK_EQ(paint_create(&paint, window.renderer, &geometry, &picture,
			      FRAMERING_CACHE_WB, &style), 0);
	CHECK(strcmp(paint->ops->name, "fields"));
	paint_destroy(paint);
	close_software(&window, surface);
}
