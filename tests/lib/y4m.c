// SPDX-License-Identifier: MIT
/* Headers of yuv4mpeg streams. */
#include <libframering.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "input/y4m.h"

static const struct good {
	const char *name;
	const char *line;
	struct y4m want;
} good[] = {
	{ "plain", "YUV4MPEG2 W640 H480 F30:1",
	  { DRM_FORMAT_YUV420, 640, 480, 30, 1 } },
	{ "ffmpeg", "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG",
	  { DRM_FORMAT_YUV420, 64, 48, 25, 1 } },
	{ "mpeg2", "YUV4MPEG2 C420mpeg2 F30000:1001 H1 W1",
	  { DRM_FORMAT_YUV420, 1, 1, 30000, 1001 } },
	{ "paldv", "YUV4MPEG2 W3 H5 C420paldv",
	  { DRM_FORMAT_YUV420, 3, 5, 0, 1 } },
	{ "c420", "YUV4MPEG2 W32768 H32768 C420 F0:0",
	  { DRM_FORMAT_YUV420, 32768, 32768, 0, 1 } },
	{ "mono", "YUV4MPEG2 W8 H8 Cmono F1:1", { DRM_FORMAT_R8, 8, 8, 1, 1 } },
	{ "blanks", "YUV4MPEG2   W8   H8 ", { DRM_FORMAT_YUV420, 8, 8, 0, 1 } },
	{ "unknown", "YUV4MPEG2 W8 H8 Z?? X X",
	  { DRM_FORMAT_YUV420, 8, 8, 0, 1 } },
};

TEST_VARIANTS(header_ok, good)
{
	struct y4m got = { 0 };
	char line[Y4M_LINE];

	snprintf(line, sizeof(line), "%s", variant->line);
	CHECK(!y4m_parse(&got, line));
	CHECK_EQ(got.fourcc, variant->want.fourcc);
	CHECK_EQ(got.width, variant->want.width);
	CHECK_EQ(got.height, variant->want.height);
	CHECK_EQ(got.rate_num, variant->want.rate_num);
	CHECK_EQ(got.rate_den, variant->want.rate_den);
}

static const struct picture {
	const char *name;
	const char *line;
	struct framering_picture want;
} pictures[] = {
	{ "nothing", "YUV4MPEG2 W8 H8 C420", { .range = 0 } },
	{ "no_colour", "YUV4MPEG2 W8 H8", { .siting = 2 } },
	{ "rate", "YUV4MPEG2 W8 H8 C420 F30000:1001",
	  { .rate = { 30000, 1001 } } },
	{ "aspect", "YUV4MPEG2 W8 H8 C420 A64:45", { .aspect = { 64, 45 } } },
	{ "no_aspect", "YUV4MPEG2 W8 H8 C420 A0:0", { .range = 0 } },
	{ "bad_aspect", "YUV4MPEG2 W8 H8 C420 Awide", { .range = 0 } },
	{ "progressive", "YUV4MPEG2 W8 H8 C420 Ip",
	  { .field = V4L2_FIELD_NONE } },
	{ "top", "YUV4MPEG2 W8 H8 C420 It",
	  { .field = V4L2_FIELD_INTERLACED_TB } },
	{ "bottom", "YUV4MPEG2 W8 H8 C420 Ib",
	  { .field = V4L2_FIELD_INTERLACED_BT } },
	{ "mixed", "YUV4MPEG2 W8 H8 C420 Im", { .range = 0 } },
	{ "no_mode", "YUV4MPEG2 W8 H8 C420 I", { .range = 0 } },
	{ "full", "YUV4MPEG2 W8 H8 C420jpeg XCOLORRANGE=FULL",
	  { .range = FRAMERING_RANGE_FULL, .siting = 2 } },
	{ "limited", "YUV4MPEG2 W8 H8 C420mpeg2 XCOLORRANGE=LIMITED",
	  { .range = FRAMERING_RANGE_LIMITED, .siting = 1 } },
	{ "paldv", "YUV4MPEG2 W8 H8 C420paldv XCOLORRANGE=ODD",
	  { .siting = 3 } },
	{ "mono", "YUV4MPEG2 W8 H8 Cmono", { .siting = 0 } },
};

TEST_VARIANTS(header_tells_the_picture_ok, pictures)
{
	struct y4m got = { 0 };
	char line[Y4M_LINE];

	snprintf(line, sizeof(line), "%s", variant->line);
	CHECK(!y4m_parse(&got, line));
	CHECK_MEM_EQ(&got.picture, &variant->want, sizeof(got.picture));
}

/* @want must be part of what is said. */
static const struct bad {
	const char *name;
	const char *line;
	const char *want;
} bad[] = {
	{ "empty", "", "not yuv4mpeg" },
	{ "other", "RIFF", "not yuv4mpeg" },
	{ "no_blank", "YUV4MPEG2", "not yuv4mpeg" },
	{ "bare", "YUV4MPEG2 ", "no width" },
	{ "no_width", "YUV4MPEG2 H4", "no width" },
	{ "no_height", "YUV4MPEG2 W4", "no height" },
	{ "zero", "YUV4MPEG2 W0 H4", "1 to 32768" },
	{ "huge", "YUV4MPEG2 W4 H32769", "1 to 32768" },
	{ "overflow", "YUV4MPEG2 W4294967300 H4", "1 to 32768" },
	{ "overflow_64", "YUV4MPEG2 W18446744073709551620 H4", "1 to 32768" },
	{ "minus", "YUV4MPEG2 W-4 H4", "1 to 32768" },
	{ "words", "YUV4MPEG2 Wfour H4", "1 to 32768" },
	{ "tail", "YUV4MPEG2 W4x H4", "1 to 32768" },
	{ "rate", "YUV4MPEG2 W4 H4 F30:0", "rate" },
	{ "rate_word", "YUV4MPEG2 W4 H4 Ffast", "rate" },
	{ "c422", "YUV4MPEG2 W4 H4 C422", "-pix_fmt yuv420p" },
	{ "c444", "YUV4MPEG2 W4 H4 C444alpha", "-pix_fmt yuv420p" },
	{ "ten_bits", "YUV4MPEG2 W4 H4 C420p10", "-pix_fmt yuv420p" },
	{ "mono16", "YUV4MPEG2 W4 H4 Cmono16", "-pix_fmt gray" },
};

TEST_VARIANTS(header_fails, bad)
{
	struct y4m got, before;
	char line[Y4M_LINE];
	const char *wrong;

	memset(&got, 0x5a, sizeof(got));
	before = got;
	snprintf(line, sizeof(line), "%s", variant->line);
	wrong = y4m_parse(&got, line);
	CHECK(wrong);
	test_diag("%s", wrong);
	CHECK(strstr(wrong, variant->want));
	CHECK_MEM_EQ(&got, &before, sizeof(got));
}
