// SPDX-License-Identifier: MIT
/* Frames that lie on their side are turned, in the window and in a PNG file. */
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "harness.h"

#include "paint/paint.h"
#include "windows.h"

#define WIDTH	5
#define HEIGHT	4

static const struct paint_style style = { .demosaic = true };

/* A frame whose pixels tell where they were: red is x, green is y. */
static uint32_t memory[HEIGHT][WIDTH];
static struct framering_geometry geometry = {
	.fourcc = DRM_FORMAT_XRGB8888, .width = WIDTH, .height = HEIGHT,
};
static struct framering_frame frame = {
	.geometry = &geometry, .data = (void *)memory,
	.plane = { (void *)memory },
};

static void draw_frame(void)
{
	uint32_t x, y;

	CHECK_EQ(framering_geometry_fill(&geometry, 1, 4096), 0);
	for (y = 0; y < HEIGHT; y++)
		for (x = 0; x < WIDTH; x++)
			memory[y][x] = x * 40 << 16 | y * 40 << 8;
}

/* Where the pixels of the first line were, as digits: x and y of each. */
static const struct {
	const char *name;
	struct framering_picture picture;
	uint32_t width;
	uint32_t height;
	const char *first;
} cases[] = {
	{ "as_it_is", { .rotation = 0 }, 5, 4, "0010203040" },
	{ "right", { .rotation = 90 }, 4, 5, "03020100" },
	{ "upside_down", { .rotation = 180 }, 5, 4, "4333231303" },
	{ "left", { .rotation = 270 }, 4, 5, "40414243" },
	{ "mirrored", { .flip = FRAMERING_FLIP_HORIZONTAL }, 5, 4,
	  "4030201000" },
	{ "flipped", { .flip = FRAMERING_FLIP_VERTICAL }, 5, 4, "0313233343" },
	{ "mirrored_then_right", { .flip = FRAMERING_FLIP_HORIZONTAL,
				   .rotation = 90 }, 4, 5, "43424140" },
	{ "part", { .visible = { 1, 2, 3, 2 } }, 3, 2, "122232" },
	{ "part_right", { .visible = { 1, 2, 3, 2 }, .rotation = 90 }, 2, 3,
	  "1312" },
	{ "both_then_left", { .flip = FRAMERING_FLIP_HORIZONTAL |
				      FRAMERING_FLIP_VERTICAL,
			      .rotation = 270 }, 4, 5, "03020100" },
};

static void check(const struct image *image, uint32_t width, uint32_t height,
		  const char *first)
{
	const uint8_t *p = image->pixels;
	char got[2 * WIDTH + 1] = "";
	uint32_t x;

	CHECK_EQ(image->width, width);
	CHECK_EQ(image->height, height);
	for (x = 0; x < width; x++, p += 3) {
		got[2 * x] = (char)('0' + p[0] / 40);
		got[2 * x + 1] = (char)('0' + p[1] / 40);
		CHECK_EQ(p[2], 0);
	}
	CHECK_STR_EQ(got, first);
}

TEST_VARIANTS(saved_picture_is_upright_ok, cases)
{
	struct shape shape;
	struct image image;

	draw_frame();
	shape = shape_of(&geometry, &variant->picture, NULL);
	CHECK_EQ(image_from_frame(&image, &frame, &variant->picture,
				  FRAMERING_CACHE_WB, true), 0);
	CHECK_EQ(image_upright(&image, &shape), 0);
	check(&image, variant->width, variant->height, variant->first);
	image_finish(&image);
}

static void show(const char *renderer, const struct framering_picture *picture,
		 uint32_t width, uint32_t height, const char *first)
{
	struct paint *paint = NULL;
	struct window window;
	struct shape shape;
	struct image image;

	open_offscreen(&window, renderer);
	draw_frame();
	shape = shape_of(&geometry, picture, NULL);
	CHECK_EQ(paint_create(&paint, window.renderer, &geometry, picture,
			      FRAMERING_CACHE_WB, &style), 0);
	CHECK_EQ(paint_draw(paint, &frame), 0);
	CHECK_EQ(window_grab(&window, paint->texture,
			     paint_part(paint, &shape.visible, false), &shape,
			     &image), 0);
	check(&image, width, height, first);
	image_finish(&image);
	paint_destroy(paint);
	window_finish(&window);
}

TEST_VARIANTS(picture_in_the_window_is_upright_ok, cases)
{
	show("software", &variant->picture, variant->width, variant->height,
	     variant->first);
}

TEST_VARIANTS(picture_of_opengl_is_upright_ok, cases)
{
	show("opengl", &variant->picture, variant->width, variant->height,
	     variant->first);
}
