// SPDX-License-Identifier: MIT
/* The test picture: bytes written, colours, digits, the mark. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <framering_pattern.h>

#include "harness.h"

#define GUARD	64

/* Nothing is told: the matrix goes by the size. */
static const struct framering_picture untold;

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
	framering_pattern_row(g, &untold, plane, line, frame, a + GUARD);
	framering_pattern_row(g, &untold, plane, line, frame, b + GUARD);
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

			CHECK(p == 0 || p == 255);
			dots[y][x] = p == 255 ? '#' : ' ';
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
		framering_pattern_row(&g, &untold, 0,
				      framering_pattern_line(&g, i), frame,
				      pixels + i * g.stride[0]);
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

static void check_told(const struct framering_picture *picture, __u32 fourcc,
		       __u32 plane, __u32 line, __u32 x_bytes,
		       const char *bytes, __u32 count)
{
	struct framering_geometry g = geometry(fourcc, 640, 480);
	__u8 row[640 * 8];

	framering_pattern_row(&g, picture, plane, line, 0, row);
	CHECK_MEM_EQ(row + x_bytes, bytes, count);
}

static void check_bytes(__u32 fourcc, __u32 plane, __u32 x_bytes,
			const char *bytes, __u32 count)
{
	check_told(&untold, fourcc, plane, FRAMERING_PATTERN_LINE_BARS, x_bytes,
		   bytes, count);
}

/* The second of the eight bars is yellow: RGB 191 191 0, YCbCr 161 44 142. */
TEST(yellow_bar_by_hand_ok)
{
	check_bytes(DRM_FORMAT_XRGB8888, 0, 100 * 4, "\x00\xbf\xbf\xff", 4);
	check_bytes(DRM_FORMAT_ARGB8888, 0, 100 * 4, "\x00\xbf\xbf\xff", 4);
	check_bytes(DRM_FORMAT_XBGR8888, 0, 100 * 4, "\xbf\xbf\x00\xff", 4);
	check_bytes(DRM_FORMAT_RGBX8888, 0, 100 * 4, "\xff\x00\xbf\xbf", 4);
	check_bytes(DRM_FORMAT_RGB888, 0, 100 * 3, "\x00\xbf\xbf", 3);
	check_bytes(DRM_FORMAT_BGR888, 0, 100 * 3, "\xbf\xbf\x00", 3);
	/* 10111 101111 00000, the low byte first. */
	check_bytes(DRM_FORMAT_RGB565, 0, 100 * 2, "\xe0\xbd", 2);
	check_bytes(DRM_FORMAT_YUYV, 0, 100 * 2, "\xa1\x2c\xa1\x8e", 4);
	check_bytes(DRM_FORMAT_UYVY, 0, 100 * 2, "\x2c\xa1\x8e\xa1", 4);
	check_bytes(DRM_FORMAT_NV12, 0, 100, "\xa1\xa1", 2);
	check_bytes(DRM_FORMAT_NV12, 1, 100, "\x2c\x8e", 2);
	check_bytes(DRM_FORMAT_NV21, 0, 100, "\xa1\xa1", 2);
	check_bytes(DRM_FORMAT_NV21, 1, 100, "\x8e\x2c", 2);
	check_bytes(DRM_FORMAT_YUV420, 1, 50, "\x2c\x2c", 2);
	check_bytes(DRM_FORMAT_YUV420, 2, 50, "\x8e\x8e", 2);
	check_bytes(DRM_FORMAT_YVU420, 1, 50, "\x8e\x8e", 2);
	check_bytes(DRM_FORMAT_YVU420, 2, 50, "\x2c\x2c", 2);
	/* Grey from black to white: 0.299 and 0.587 of 191. */
	check_bytes(DRM_FORMAT_R8, 0, 100, "\xa9", 1);
}

/*
 * In 10 bits Y is 645, Cb 176 and Cr 567; R and G are 766. In 16 bits these
 * are 49087.
 */
TEST(yellow_bar_of_more_bits_by_hand_ok)
{
	/* 766 << 20 | 766 << 10, and both highest bits. */
	check_bytes(DRM_FORMAT_XRGB2101010, 0, 100 * 4, "\x00\xf8\xeb\xef",
		    4);
	check_bytes(FRAMERING_CODE('R', 'G', '4', '8'), 0, 100 * 6,
		    "\x00\x00\xbf\xbf\xbf\xbf", 6);
	/* In the highest bits: 645 << 6, 176 << 6, 567 << 6. */
	check_bytes(DRM_FORMAT_P010, 0, 100 * 2, "\x40\xa1", 2);
	check_bytes(DRM_FORMAT_P010, 1, 100 * 2, "\x00\x2c\xc0\x8d", 4);
	check_bytes(FRAMERING_CODE('S', '2', '1', '0'), 0, 100 * 2,
		    "\x85\x02", 2);
	check_bytes(FRAMERING_CODE('S', '2', '1', '0'), 2, 50 * 2, "\x37\x02",
		    2);
	/* Cb Y Cr, Y Cb Y, Cr Y Cb, Y Cr Y. */
	check_bytes(FRAMERING_OWN_CODE('v', '2', '1', '0'), 0, 2 * 128,
		    "\xb0\x14\x7a\x23\x85\xc2\x52\x28"
		    "\x37\x16\x0a\x0b\x85\xde\x58\x28", 16);
	/* 0.886 of 766 in 1023: 679 is 1010100111. */
	check_bytes(FRAMERING_OWN_CODE('M', '1', '0', 'p'), 0, 100 / 4 * 5,
		    "\xa7\x9e\x7a\xea\xa9", 5);
	/* Red and green are lit, blue is not. */
	check_bytes(FRAMERING_V4L2_CODE('R', 'G', 'G', 'B'), 0, 100,
		    "\xbf\xbf", 2);
	check_told(&untold, FRAMERING_V4L2_CODE('R', 'G', 'G', 'B'), 0,
		   FRAMERING_PATTERN_LINE_BARS | FRAMERING_PATTERN_LINE_ODD,
		   100, "\xbf\x00", 2);
}

static const struct matrix {
	const char *name;
	__u8 matrix;
	double kr;
	double kb;
} matrices[] = {
	{ "bt601", FRAMERING_MATRIX_BT601, 0.299, 0.114 },
	{ "bt470bg", FRAMERING_MATRIX_BT470BG, 0.299, 0.114 },
	{ "bt709", FRAMERING_MATRIX_BT709, 0.2126, 0.0722 },
	{ "fcc", FRAMERING_MATRIX_FCC, 0.3, 0.11 },
	{ "smpte240m", FRAMERING_MATRIX_SMPTE240M, 0.212, 0.087 },
	{ "bt2020", FRAMERING_MATRIX_BT2020, 0.2627, 0.0593 },
};

/* @value in 0 to 1, or chroma in -0.5 to 0.5, with @bits. */
static long written(double value, __u32 bits, int full, int chroma)
{
	double one = 1 << (bits - 8), most = (1 << bits) - 1, at;

	if (full)
		at = value * most + (chroma ? 1 << (bits - 1) : 0);
	else
		at = one * (chroma ? 128 + 224 * value : 16 + 219 * value);
	at += 0.5;
	return at > most ? (long)most : (long)at;
}

static void check_colour(const struct matrix *m, __u32 i, __u32 bits, int full)
{
	struct framering_picture picture = {
		.matrix = m->matrix,
		.range = full ? FRAMERING_RANGE_FULL : 0,
	};
	struct framering_geometry g = geometry(DRM_FORMAT_NV12, 640, 480);
	const struct framering_format *f = framering_format_find(g.fourcc);
	struct framering_colour c = framering_colour(&g, &picture, f, i);
	double red = c.rgb[0] / 255., green = c.rgb[1] / 255.;
	double blue = c.rgb[2] / 255., luma, u, v;

	luma = m->kr * red + (1 - m->kr - m->kb) * green + m->kb * blue;
	u = (blue - luma) / 2 / (1 - m->kb);
	v = (red - luma) / 2 / (1 - m->kr);
	/* A 65536th is lost at 16 bits; half a step is either way. */
	CHECK_LE(labs(framering_colour_sample(f, &c, 'Y', bits) -
		      written(luma, bits, full, 0)), bits > 12);
	CHECK_LE(labs(framering_colour_sample(f, &c, 'U', bits) -
		      written(u, bits, full, 1)), 1);
	CHECK_LE(labs(framering_colour_sample(f, &c, 'V', bits) -
		      written(v, bits, full, 1)), 1);
}

TEST_VARIANTS(colours_follow_their_matrix_ok, matrices)
{
	__u32 i, bits;

	for (i = 0; i < FRAMERING_PATTERN_COLOURS; i++)
		for (bits = 8; bits <= 16; bits++) {
			check_colour(variant, i, bits, 0);
			check_colour(variant, i, bits, 1);
		}
}

/* BT.709's yellow is 168 44 136; full range of BT.601's is 169 32 144. */
TEST(picture_says_how_it_is_drawn_ok)
{
	struct framering_picture picture = { .matrix = FRAMERING_MATRIX_BT709 };

	check_told(&picture, DRM_FORMAT_NV12, 0, FRAMERING_PATTERN_LINE_BARS,
		   100, "\xa8", 1);
	check_told(&picture, DRM_FORMAT_NV12, 1, FRAMERING_PATTERN_LINE_BARS,
		   100, "\x2c\x88", 2);
	picture.matrix = 0;
	picture.range = FRAMERING_RANGE_FULL;
	check_told(&picture, DRM_FORMAT_NV12, 0, FRAMERING_PATTERN_LINE_BARS,
		   100, "\xa9", 1);
	check_told(&picture, DRM_FORMAT_NV12, 1, FRAMERING_PATTERN_LINE_BARS,
		   100, "\x20\x90", 2);
	/* Grey and RGB that are limited: white is 235. */
	picture.range = FRAMERING_RANGE_LIMITED;
	check_told(&picture, DRM_FORMAT_R8, 0, FRAMERING_PATTERN_LINE_MARK, 0,
		   "\xeb", 1);
	check_told(&picture, DRM_FORMAT_RGB888, 0, FRAMERING_PATTERN_LINE_MARK,
		   0, "\xeb\xeb\xeb", 3);
}

/* Where the mark begins: the first lit pixel of its line. */
static __u32 mark(__u64 frame)
{
	struct framering_geometry g = geometry(DRM_FORMAT_R8, 640, 480);
	__u8 row[640];
	__u32 x, lit = 0, first = 640;

	framering_pattern_row(&g, &untold, 0, FRAMERING_PATTERN_LINE_MARK,
			      frame, row);
	for (x = 0; x < 640; x++) {
		if (row[x] != 255)
			continue;
		lit++;
		if (first == 640 && row[(x + 639) % 640] != 255)
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
