// SPDX-License-Identifier: MIT
/* HDR is mapped to a screen, whatever primaries are told or not. */
#include <stdlib.h>

#include "harness.h"

#include "paint/converter.h"

#define WIDTH	4
#define HEIGHT	2
/* 203 candela per square metre, of 1023: BT.2408 has 58 % for PQ. */
#define WHITE	594
#define PQ	16

static const struct {
	const char *name;
	uint8_t primaries;
} told[] = {
	{ "nothing", 0 }, { "unspecified", 2 }, { "bt2020", 9 },
	{ "bt709", 1 }, { "reserved", 3 },
};

/* Grey of @value comes out as all the same, which is returned. */
static int shown(uint8_t primaries, uint16_t value)
{
	static uint16_t memory[WIDTH * HEIGHT * 3];
	struct framering_geometry g = {
		.fourcc = FRAMERING_CODE('S', '4', '1', '0'),
		.width = WIDTH, .height = HEIGHT,
	};
	struct framering_picture picture = {
		.transfer = PQ, .primaries = primaries,
		.matrix = FRAMERING_MATRIX_BT2020,
		.range = FRAMERING_RANGE_FULL,
	};
	struct framering_frame frame = {
		.geometry = &g, .data = (uint8_t *)memory,
	};
	struct converter *converter = NULL;
	uint8_t rgb[WIDTH * HEIGHT * 3];
	uint32_t i;

	CHECK_EQ(framering_geometry_fill(&g, 1, 4096), 0);
	for (i = 0; i < 3; i++)
		frame.plane[i] = frame.data + g.offset[i];
	for (i = 0; i < WIDTH * HEIGHT * 3; i++)
		memory[i] = i < WIDTH * HEIGHT ? value : 512;
	CHECK_EQ(converter_create(&converter, &g, &picture, FRAMERING_CACHE_WB,
				  true), 0);
	CHECK_EQ(converter_run(converter, &frame, rgb, WIDTH * 3,
			       CONVERTER_RGB24), 0);
	converter_destroy(converter);
	for (i = 1; i < sizeof(rgb); i++)
		CHECK_LE(abs(rgb[i] - rgb[0]), 2);
	return rgb[0];
}

TEST_VARIANTS(white_of_a_page_is_white_ok, told)
{
	int half = shown(variant->primaries, WHITE / 2);

	CHECK_GE(shown(variant->primaries, WHITE), 252);
	CHECK_EQ(shown(variant->primaries, 1023), 255);
	CHECK_EQ(shown(variant->primaries, 0), 0);
	CHECK_GT(half, 10);
	CHECK_LT(half, 128);
}
