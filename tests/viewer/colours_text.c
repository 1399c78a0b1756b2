// SPDX-License-Identifier: MIT
/* What is told of colours, and that it was guessed. */
#include <string.h>

#include "harness.h"
#include "ring/colours.h"

static const struct {
	const char *name;
	uint32_t fourcc;
	uint32_t height;
	struct framering_picture picture;
	const char *want;
} cases[] = {
	{ "small", DRM_FORMAT_NV12, 576, { .range = 0 },
	  "matrix smpte170m (guessed), range limited (guessed)" },
	{ "large", DRM_FORMAT_NV12, 720, { .range = 0 },
	  "matrix bt709 (guessed), range limited (guessed)" },
	{ "told", DRM_FORMAT_NV12, 720,
	  { .matrix = FRAMERING_MATRIX_BT2020, .range = FRAMERING_RANGE_FULL },
	  "matrix bt2020nc, range full" },
	{ "half_told", DRM_FORMAT_NV12, 720,
	  { .range = FRAMERING_RANGE_FULL },
	  "matrix bt709 (guessed), range full" },
	{ "unknown_matrix", DRM_FORMAT_NV12, 720,
	  { .matrix = 8, .range = FRAMERING_RANGE_FULL },
	  "matrix bt709 (guessed), range full" },
	{ "hdr", DRM_FORMAT_P010, 720,
	  { .matrix = FRAMERING_MATRIX_BT2020, .transfer = 16, .primaries = 9,
	    .range = FRAMERING_RANGE_LIMITED },
	  "matrix bt2020nc, range limited, transfer smpte2084, "
	  "primaries bt2020" },
	{ "rgb", DRM_FORMAT_XRGB8888, 720, { .range = 0 },
	  "range full (guessed)" },
};

TEST_VARIANTS(colours_are_told_ok, cases)
{
	struct framering_status status = {
		.geometry = {
			.fourcc = variant->fourcc, .width = 640,
			.height = variant->height,
		},
		.picture = variant->picture,
	};
	char text[128], small[20];

	colours_text(text, sizeof(text), &status);
	CHECK_STR_EQ(text, variant->want);
	/* Cut off, and ended. */
	colours_text(small, sizeof(small), &status);
	CHECK_EQ(strlen(small), sizeof(small) - 1);
}
