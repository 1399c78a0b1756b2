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
	uint32_t fourcc;
	uint32_t width;
	uint32_t height;
	struct framering_fraction rate;
} good[] = {
	{ "plain", "YUV4MPEG2 W640 H480 F30:1",
	  DRM_FORMAT_YUV420, 640, 480, { 30, 1 } },
	{ "ffmpeg", "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg XYSCSS=420JPEG",
	  DRM_FORMAT_YUV420, 64, 48, { 25, 1 } },
	{ "mpeg2", "YUV4MPEG2 C420mpeg2 F30000:1001 H1 W1",
	  DRM_FORMAT_YUV420, 1, 1, { 30000, 1001 } },
	{ "paldv", "YUV4MPEG2 W3 H5 C420paldv",
	  DRM_FORMAT_YUV420, 3, 5, { 0, 0 } },
	{ "c420", "YUV4MPEG2 W32768 H32768 C420 F0:0",
	  DRM_FORMAT_YUV420, 32768, 32768, { 0, 0 } },
	{ "mono", "YUV4MPEG2 W8 H8 Cmono F1:1", DRM_FORMAT_R8, 8, 8, { 1, 1 } },
	{ "blanks", "YUV4MPEG2   W8   H8 ",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "tabs", "YUV4MPEG2\tW8\tH8\tF1:1\tCmono",
	  DRM_FORMAT_R8, 8, 8, { 1, 1 } },
	{ "windows", "YUV4MPEG2 W8 H8 C422\r",
	  DRM_FORMAT_YUV422, 8, 8, { 0, 0 } },
	{ "windows_rate", "YUV4MPEG2 W8 H8 F50:1\r",
	  DRM_FORMAT_YUV420, 8, 8, { 50, 1 } },
	{ "unknown", "YUV4MPEG2 W8 H8 Z?? X X XLENGTH=3",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "capitals", "YUV4MPEG2 W8 H8 C420JPEG",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "decimals", "YUV4MPEG2 W8 H8 F29.97",
	  DRM_FORMAT_YUV420, 8, 8, { 30000, 1001 } },
	{ "decimals_in_one", "YUV4MPEG2 W8 H8 F29.97:1",
	  DRM_FORMAT_YUV420, 8, 8, { 30000, 1001 } },
	/* Of what is no rate, the rate is not known. */
	{ "rate_minus", "YUV4MPEG2 W8 H8 F-25:1",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "rate_huge", "YUV4MPEG2 W8 H8 F4294967295:1",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "rate_of_zero", "YUV4MPEG2 W8 H8 F30:0",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "rate_word", "YUV4MPEG2 W8 H8 Ffast",
	  DRM_FORMAT_YUV420, 8, 8, { 0, 0 } },
	{ "c410", "YUV4MPEG2 W8 H8 C410", DRM_FORMAT_YUV410, 8, 8, { 0, 0 } },
	{ "c411", "YUV4MPEG2 W8 H8 C411", DRM_FORMAT_YUV411, 8, 8, { 0, 0 } },
	{ "c444", "YUV4MPEG2 W8 H8 C444", DRM_FORMAT_YUV444, 8, 8, { 0, 0 } },
	{ "c444alpha", "YUV4MPEG2 W8 H8 C444alpha",
	  FRAMERING_OWN_CODE('Y', 'A', '2', '4'), 8, 8, { 0, 0 } },
	{ "c420p9", "YUV4MPEG2 W8 H8 C420p9",
	  FRAMERING_OWN_CODE('S', '0', '0', '9'), 8, 8, { 0, 0 } },
	{ "c422p10", "YUV4MPEG2 W8 H8 C422p10 XYSCSS=422P10",
	  FRAMERING_CODE('S', '2', '1', '0'), 8, 8, { 0, 0 } },
	{ "c444p16", "YUV4MPEG2 W8 H8 C444p16",
	  FRAMERING_CODE('S', '4', '1', '6'), 8, 8, { 0, 0 } },
	{ "mono12", "YUV4MPEG2 W8 H8 Cmono12",
	  FRAMERING_CODE('R', '1', '2', ' '), 8, 8, { 0, 0 } },
	{ "extension_alone", "YUV4MPEG2 W8 H8 XYSCSS=444",
	  DRM_FORMAT_YUV444, 8, 8, { 0, 0 } },
	{ "extension_first", "YUV4MPEG2 W8 H8 XYSCSS=411 C422",
	  DRM_FORMAT_YUV422, 8, 8, { 0, 0 } },
	{ "extension_last", "YUV4MPEG2 W8 H8 C422 XYSCSS=odd",
	  DRM_FORMAT_YUV422, 8, 8, { 0, 0 } },
};

TEST_VARIANTS(header_ok, good)
{
	struct y4m got = { 0 };
	char line[Y4M_LINE];

	snprintf(line, sizeof(line), "%s", variant->line);
	CHECK(!y4m_parse(&got, line));
	CHECK_EQ(got.fourcc, variant->fourcc);
	CHECK_EQ(got.width, variant->width);
	CHECK_EQ(got.height, variant->height);
	CHECK_EQ(got.picture.rate.numerator, variant->rate.numerator);
	CHECK_EQ(got.picture.rate.denominator, variant->rate.denominator);
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
	{ "aspect_of_nothing", "YUV4MPEG2 W8 H8 C420 A0:1", { .range = 0 } },
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
	{ "no_colour", "YUV4MPEG2 W4 H4 C", "-pix_fmt yuv420p" },
	{ "rgb", "YUV4MPEG2 W4 H4 Crgb", "-pix_fmt yuv420p" },
	{ "c420p11", "YUV4MPEG2 W4 H4 C420p11", "-pix_fmt yuv420p" },
	{ "big_endian", "YUV4MPEG2 W4 H4 C420p10be", "-pix_fmt yuv420p" },
	{ "mono7", "YUV4MPEG2 W4 H4 Cmono7", "-pix_fmt yuv420p" },
	{ "extension", "YUV4MPEG2 W4 H4 XYSCSS=rgb", "-pix_fmt yuv420p" },
	{ "long_name", "YUV4MPEG2 W4 H4 C420p10000000000000000000000000000000",
	  "-pix_fmt yuv420p" },
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
