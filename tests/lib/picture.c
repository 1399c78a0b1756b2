// SPDX-License-Identifier: MIT
/* What is told of a stream's pixels, in words. */
#include <errno.h>
#include <libframering.h>
#include <linux/videodev2.h>
#include <string.h>

#include "harness.h"

#define WIDTH	640
#define HEIGHT	480

static const struct text {
	const char *name;
	struct framering_picture picture;
	const char *want;
} texts[] = {
	{ "nothing", { .range = 0 }, "" },
	{ "not_told", { .primaries = 2, .transfer = 2, .matrix = 2 }, "" },
	{ "all_visible", { .visible = { 0, 0, WIDTH, HEIGHT } }, "" },
	{ "visible", { .visible = { 1, 2, 638, 470 } }, "visible 638x470+1+2" },
	{ "rate", { .rate = { 30000, 1001 } }, "29.97 frames/s" },
	{ "many", { .aspect = { 4, 3 }, .field = V4L2_FIELD_INTERLACED_TB,
		    .time_base = { 1, 90000 }, .range = FRAMERING_RANGE_FULL },
	  "pixel aspect 4:3, interlaced, top field first, time base 1/90000, "
	  "range full" },
	{ "colours", { .primaries = 9, .transfer = 18, .matrix = 9,
		       .siting = 3 },
	  "primaries bt2020, transfer arib-std-b67, matrix bt2020nc, "
	  "chroma topleft" },
	{ "turned", { .rotation = 90, .flip = FRAMERING_FLIP_HORIZONTAL },
	  "left and right changed, to be turned by 90 degrees" },
	{ "numbers_of_later_releases",
	  { .primaries = 255, .matrix = 3, .range = 9, .field = 77 },
	  "77, primaries 255, matrix 3, range 9" },
};

TEST_VARIANTS(picture_in_words_ok, texts)
{
	struct framering_geometry geometry = {
		.width = WIDTH, .height = HEIGHT,
	};
	char line[256];

	CHECK(framering_picture_text(&variant->picture, &geometry, line,
				     sizeof(line)) == line);
	CHECK_STR_EQ(line, variant->want);
}

TEST(text_without_room_is_cut_off_ok)
{
	struct framering_geometry geometry = { .modifier = 0x123 };
	struct framering_picture picture = {
		.aspect = { 4000000000U, 3999999999U },
		.rate = { 25, 1 },
		.range = FRAMERING_RANGE_FULL,
	};
	char whole[256], line[256];
	size_t bytes;

	framering_picture_text(&picture, &geometry, whole, sizeof(whole));
	CHECK_STR_EQ(whole, "modifier 0x123, pixel aspect "
		     "4000000000:3999999999, 25 frames/s, range full");
	for (bytes = 1; bytes < sizeof(line); bytes++) {
		memset(line, 'x', sizeof(line));
		framering_picture_text(&picture, &geometry, line, bytes);
		CHECK_LT(strlen(line), bytes);
		CHECK(!strncmp(line, whole, strlen(line)));
		CHECK_EQ(line[bytes], 'x');
	}
	CHECK_STR_EQ(framering_picture_text(&picture, &geometry, NULL, 0), "");
}

TEST(words_have_their_numbers_ok)
{
	CHECK_EQ(framering_picture_number("matrix", "bt601"), 6);
	CHECK_EQ(framering_picture_number("matrix", "BT709"), 1);
	CHECK_EQ(framering_picture_number("matrix", "bt2020nc"), 9);
	CHECK_EQ(framering_picture_number("transfer", "pq"), 16);
	CHECK_EQ(framering_picture_number("transfer", "smpte2084"), 16);
	CHECK_EQ(framering_picture_number("primaries", "p3"), 12);
	CHECK_EQ(framering_picture_number("range", "pc"),
		 FRAMERING_RANGE_FULL);
	CHECK_EQ(framering_picture_number("siting", "topleft"), 3);
	CHECK_EQ(framering_picture_number("field", "bottom"), 9);
}

TEST(unknown_words_fail)
{
	CHECK_EQ(framering_picture_number("matrix", "pq"), -EINVAL);
	CHECK_EQ(framering_picture_number("matrix", ""), -EINVAL);
	CHECK_EQ(framering_picture_number("rotation", "90"), -EINVAL);
	CHECK_EQ(framering_picture_number("", "bt709"), -EINVAL);
}
