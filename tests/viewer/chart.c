// SPDX-License-Identifier: MIT
/*
 * The test picture is a chart of known colours: drawn in any format, and behind
 * any colour filter, it is seen in the same ones.
 */
#include <stdlib.h>
#include <string.h>

#include <framering_pattern.h>

#include "harness.h"

#include "paint/converter.h"

/* Bars are whole units of each format: v210 has the longest, 48 pixels. */
#define WIDTH	(8 * 48)
#define HEIGHT	96
#define FRAME	7
/* A colour is not looked at so near to another one. */
#define EDGE	8U

static const struct {
	const char *name;
	struct framering_picture picture;
} told[] = {
	{ "nothing", { .matrix = 0 } },
	{ "bt709", { .matrix = FRAMERING_MATRIX_BT709,
		     .range = FRAMERING_RANGE_LIMITED } },
	{ "bt2020_full", { .matrix = FRAMERING_MATRIX_BT2020,
			   .range = FRAMERING_RANGE_FULL } },
	{ "limited", { .range = FRAMERING_RANGE_LIMITED } },
};

static const uint8_t bars[8][3] = {
	{ 191, 191, 191 }, { 191, 191, 0 }, { 0, 191, 191 }, { 0, 191, 0 },
	{ 191, 0, 191 }, { 191, 0, 0 }, { 0, 0, 191 }, { 0, 0, 0 },
};

/* Grey is the luma of the colour. */
static int want(const struct framering_format *f,
		const struct framering_picture *picture,
		const struct framering_geometry *g, uint32_t bar, uint32_t i)
{
	struct framering_colour colour;

	if (f->model != FRAMERING_MODEL_GREY)
		return bars[bar][i];
	colour = framering_colour(g, picture, f, bar);
	return (colour.luma + 128) / 257;
}

/* Five bits of red and blue are 8 apart. */
static int tolerance(const struct framering_format *f)
{
	return f->bits < 8 ? 5 : 2;
}

static void check_bars(const struct framering_format *f,
		       const struct framering_picture *picture,
		       const struct framering_geometry *g, const uint8_t *rgb)
{
	uint32_t x, y, i;

	/* Between the digits and the mark there is nothing but bars. */
	for (y = HEIGHT / 2 - 4; y < HEIGHT / 2 + 4; y++)
		for (x = 0; x < WIDTH; x++) {
			uint32_t width = WIDTH / 8, bar = x / width;

			if (x % width < EDGE || x % width >= width - EDGE)
				continue;
			for (i = 0; i < 3; i++) {
				int a = rgb[(y * WIDTH + x) * 3 + i];
				int b = want(f, picture, g, bar, i);

				if (abs(a - b) > tolerance(f))
					FAIL("%s: %u,%u, channel %u: %d, not "
					     "%d", f->name, x, y, i, a, b);
			}
		}
}

static void check(const struct framering_format *f,
		  const struct framering_picture *picture)
{
	struct framering_geometry g = {
		.fourcc = f->fourcc, .width = WIDTH, .height = HEIGHT,
	};
	static uint8_t rgb[HEIGHT * WIDTH * 3];
	struct framering_frame frame = { .geometry = &g };
	struct converter *converter = NULL;
	uint32_t i;

	CHECK_EQ(framering_geometry_fill(&g, 64, 4096), 0);
	frame.data = calloc(1, g.frame_bytes);
	CHECK(frame.data);
	for (i = 0; i < g.planes; i++)
		frame.plane[i] = frame.data + g.offset[i];
	framering_pattern_draw(&g, picture, FRAME, frame.data);
	CHECK_EQ(converter_create(&converter, &g, picture, FRAMERING_CACHE_WB,
				  true), 0);
	CHECK_EQ(converter_run(converter, &frame, rgb, WIDTH * 3,
			       CONVERTER_RGB24), 0);
	check_bars(f, picture, &g, rgb);
	converter_destroy(converter);
	free(frame.data);
}

TEST_VARIANTS(chart_is_seen_in_its_colours_ok, told)
{
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++)
		check(&framering_formats[i], &variant->picture);
}
