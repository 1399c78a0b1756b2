// SPDX-License-Identifier: MIT
/* The test picture: bytes written, colours, digits, the mark. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <framering_pattern.h>

#include "harness.h"

#define GUARD	64

static const struct picture_size {
	const char *name;
	__u32 width;
	__u32 height;
} sizes[] = {
	{ "1x1", 1, 1 },
	{ "5x3", 5, 3 },
	{ "64x64", 64, 64 },
	{ "641x479", 641, 479 },
	{ "1920x1080", 1920, 1080 },
	{ "32768x3", 32768, 3 },
};

static struct framering_geometry geometry(__u32 fourcc, __u32 width,
					  __u32 height)
{
	struct framering_geometry g = {
		.fourcc = fourcc, .width = width, .height = height,
	};

	CHECK_EQ(framering_geometry_fill(&g, 0, 4096), 0);
	return g;
}

/* Does the row leave what lies before and behind it as it was? */
static void check_row(const struct framering_geometry *g, __u32 plane,
		      __u32 line, __u64 frame)
{
	__u32 bytes = g->stride[plane], i;
	/* Twice, on two grounds: a byte never written shows both. */
	__u8 *a = malloc(bytes + 2 * GUARD), *b = malloc(bytes + 2 * GUARD);

	CHECK(a && b);
	memset(a, 0x5a, bytes + 2 * GUARD);
	memset(b, 0xa5, bytes + 2 * GUARD);
	framering_pattern_row(g, plane, line, frame, a + GUARD);
	framering_pattern_row(g, plane, line, frame, b + GUARD);
	for (i = 0; i < GUARD; i++) {
		CHECK_EQ(a[i], 0x5a);
		CHECK_EQ(a[GUARD + bytes + i], 0x5a);
	}
	CHECK_MEM_EQ(a + GUARD, b + GUARD, bytes);
	free(a);
	free(b);
}

TEST_VARIANTS(row_is_written_and_nothing_beyond_ok, sizes)
{
	__u32 i, plane, line;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		struct framering_geometry g = geometry(
			framering_formats[i].fourcc, variant->width,
			variant->height);

		for (plane = 0; plane < g.planes; plane++)
			for (line = 0; line <= FRAMERING_PATTERN_LINE_EDGE;
			     line++) {
				check_row(&g, plane, line, 0);
				check_row(&g, plane, line, ~0ULL);
			}
	}
}

/* Every line of the picture is of one kind, and the kinds are all there. */
TEST(lines_of_a_large_picture_ok)
{
	struct framering_geometry g = geometry(DRM_FORMAT_R8, 640, 480);
	__u32 seen[8] = { 0 }, y;

	for (y = 0; y < g.height; y++) {
		__u32 line = framering_pattern_line(&g, y);

		CHECK_LT(line, 8);
		seen[line]++;
	}
	/* A dot is 6 pixels: an edge, five lines of dots, an edge. */
	CHECK_EQ(seen[FRAMERING_PATTERN_LINE_EDGE], 12);
	for (y = 0; y < 5; y++)
		CHECK_EQ(seen[FRAMERING_PATTERN_LINE_DIGIT + y], 6);
	CHECK_EQ(seen[FRAMERING_PATTERN_LINE_MARK], 60);
	CHECK_EQ(seen[FRAMERING_PATTERN_LINE_BARS], 480 - 60 - 42);
}

/* Digits as a person sees them: '#' for a lit dot. */
static const char *const digits[10][5] = {
	{ "###", "# #", "# #", "# #", "###" },
	{ " # ", "## ", " # ", " # ", "###" },
	{ "###", "  #", "###", "#  ", "###" },
	{ "###", "  #", "###", "  #", "###" },
	{ "# #", "# #", "###", "  #", "  #" },
	{ "###", "#  ", "###", "  #", "###" },
	{ "###", "#  ", "###", "# #", "###" },
	{ "###", "  #", "  #", "  #", "  #" },
	{ "###", "# #", "###", "# #", "###" },
	{ "###", "# #", "###", "  #", "###" },
};

/* The digit at @place of a grey picture, or -1. */
static int read_digit(const __u8 *pixels, __u32 width, __u32 dot, __u32 place)
{
	char dots[5][4] = { { 0 } };
	__u32 x, y;
	int digit, match;

	for (y = 0; y < 5; y++)
		for (x = 0; x < 3; x++) {
			/* The middle of the dot. */
			__u32 at = (1 + place * 4 + x) * dot + dot / 2;
			__u8 p = pixels[((y + 1) * dot + dot / 2) * width + at];

			CHECK(p == 16 || p == 235);
			dots[y][x] = p == 235 ? '#' : ' ';
		}
	for (digit = 0; digit < 10; digit++) {
		for (match = 0, y = 0; y < 5; y++)
			match += !strcmp(dots[y], digits[digit][y]);
		if (match == 5)
			return digit;
	}
	return -1;
}

static void check_counter(__u32 width, __u32 height, __u64 frame,
			  const char *text)
{
	struct framering_geometry g = geometry(DRM_FORMAT_R8, width, height);
	__u8 *pixels = malloc(g.frame_bytes);
	char got[9] = "";
	__u32 i;

	CHECK(pixels);
	for (i = 0; i < height; i++)
		framering_pattern_row(&g, 0, framering_pattern_line(&g, i),
				      frame, pixels + i * g.stride[0]);
	for (i = 0; i < 8; i++) {
		int digit = read_digit(pixels, width,
				       framering_pattern_dot(&g), i);

		got[i] = digit < 0 ? '?' : (char)('0' + digit);
	}
	CHECK_STR_EQ(got, text);
	free(pixels);
}

TEST(counter_reads_back_ok)
{
	check_counter(640, 480, 0, "00000000");
	check_counter(640, 480, 12345678, "12345678");
	check_counter(64, 64, 12345678, "12345678");
	check_counter(1920, 1080, 9876543, "09876543");
	check_counter(641, 479, 60504030, "60504030");
}

static void check_bytes(__u32 fourcc, __u32 plane, __u32 x_bytes,
			const char *bytes, __u32 count)
{
	struct framering_geometry g = geometry(fourcc, 640, 480);
	__u8 row[640 * 4];

	framering_pattern_row(&g, plane, FRAMERING_PATTERN_LINE_BARS, 0, row);
	CHECK_MEM_EQ(row + x_bytes, bytes, count);
}

/* The second of the eight bars is yellow: RGB 191 191 0, YCbCr 162 44 142. */
TEST(yellow_bar_by_hand_ok)
{
	check_bytes(DRM_FORMAT_XRGB8888, 0, 100 * 4, "\x00\xbf\xbf\xff", 4);
	check_bytes(DRM_FORMAT_ARGB8888, 0, 100 * 4, "\x00\xbf\xbf\xff", 4);
	check_bytes(DRM_FORMAT_XBGR8888, 0, 100 * 4, "\xbf\xbf\x00\xff", 4);
	check_bytes(DRM_FORMAT_RGB888, 0, 100 * 3, "\x00\xbf\xbf", 3);
	check_bytes(DRM_FORMAT_BGR888, 0, 100 * 3, "\xbf\xbf\x00", 3);
	/* 10111 101111 00000, the low byte first. */
	check_bytes(DRM_FORMAT_RGB565, 0, 100 * 2, "\xe0\xbd", 2);
	check_bytes(DRM_FORMAT_YUYV, 0, 100 * 2, "\xa2\x2c\xa2\x8e", 4);
	check_bytes(DRM_FORMAT_UYVY, 0, 100 * 2, "\x2c\xa2\x8e\xa2", 4);
	check_bytes(DRM_FORMAT_NV12, 0, 100, "\xa2\xa2", 2);
	check_bytes(DRM_FORMAT_NV12, 1, 100, "\x2c\x8e", 2);
	check_bytes(DRM_FORMAT_NV21, 0, 100, "\xa2\xa2", 2);
	check_bytes(DRM_FORMAT_NV21, 1, 100, "\x8e\x2c", 2);
	check_bytes(DRM_FORMAT_YUV420, 1, 50, "\x2c\x2c", 2);
	check_bytes(DRM_FORMAT_YUV420, 2, 50, "\x8e\x8e", 2);
	check_bytes(DRM_FORMAT_YVU420, 1, 50, "\x8e\x8e", 2);
	check_bytes(DRM_FORMAT_YVU420, 2, 50, "\x2c\x2c", 2);
	check_bytes(DRM_FORMAT_R8, 0, 100, "\xa2", 1);
}

/* 191 stands for three quarters of 255, which is no whole number. */
static double level(__u8 value)
{
	return value == 191 ? 0.75 : value / 255.;
}

/* The palette is BT.601's, worked out from its R, G and B. */
TEST(palette_follows_bt601_ok)
{
	__u32 i;

	for (i = 0; i < FRAMERING_PATTERN_COLOURS; i++) {
		const __u8 *p = framering_pattern_palette[i];
		double r = level(p[0]), g = level(p[1]), b = level(p[2]);
		double y = 0.299 * r + 0.587 * g + 0.114 * b;

		CHECK_EQ(p[3], (int)(16 + 219 * y + 0.5));
		CHECK_EQ(p[4], (int)(128 + 224 * (b - y) / 1.772 + 0.5));
		CHECK_EQ(p[5], (int)(128 + 224 * (r - y) / 1.402 + 0.5));
	}
}

/* Where the mark begins: the first lit pixel of its line. */
static __u32 mark(__u64 frame)
{
	struct framering_geometry g = geometry(DRM_FORMAT_R8, 640, 480);
	__u8 row[640];
	__u32 x, lit = 0, first = 640;

	framering_pattern_row(&g, 0, FRAMERING_PATTERN_LINE_MARK, frame, row);
	for (x = 0; x < 640; x++) {
		if (row[x] != 235)
			continue;
		lit++;
		if (first == 640 && row[(x + 639) % 640] != 235)
			first = x;
	}
	CHECK_EQ(lit, 641 / 16 + 1);
	return first;
}

TEST(mark_moves_with_every_frame_ok)
{
	__u64 frame;

	CHECK_EQ(mark(0), 0);
	for (frame = 1; frame < 200; frame++)
		CHECK_EQ(mark(frame), (mark(frame - 1) + 11) % 640);
}
