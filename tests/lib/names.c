// SPDX-License-Identifier: MIT
/* Names of formats, memory kinds and cache modes; texts of errors. */
#include <ctype.h>
#include <libframering.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "harness.h"

static void check_found(const char *name, uint32_t fourcc)
{
	const struct framering_format *found = framering_format_by_name(name);

	test_diag("\"%s\"", name);
	CHECK(found);
	CHECK_EQ(found->fourcc, fourcc);
}

TEST(every_format_is_found_by_its_names_ok)
{
	const char *alias;
	unsigned int n;
	size_t i, k;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];
		char lower[sizeof(f->name)];

		check_found(f->name, f->fourcc);
		for (k = 0; k < sizeof(lower); k++)
			lower[k] = (char)tolower((unsigned char)f->name[k]);
		check_found(lower, f->fourcc);
		for (n = 0; (alias = framering_format_alias(f->fourcc, n)); n++)
			check_found(alias, f->fourcc);
	}
}

/* As people write them, from the documents of those who use the names. */
static const struct {
	const char *name;
	uint32_t fourcc;
	uint32_t range;
} known[] = {
	{ "I420", DRM_FORMAT_YUV420, 0 },
	{ "yuv420p", DRM_FORMAT_YUV420, 0 },
	{ "yuvj420p", DRM_FORMAT_YUV420, FRAMERING_RANGE_FULL },
	{ "YUVJ422P", DRM_FORMAT_YUV422, FRAMERING_RANGE_FULL },
	{ "yuvj444p", DRM_FORMAT_YUV444, FRAMERING_RANGE_FULL },
	{ "YUY2", DRM_FORMAT_YUYV, 0 },
	{ "GREY", DRM_FORMAT_R8, 0 },
	{ "gray8", DRM_FORMAT_R8, 0 },
	{ "GRAY16_LE", FRAMERING_CODE('R', '1', '6', ' '), 0 },
	{ "gray10", FRAMERING_CODE('R', '1', '0', ' '), 0 },
	{ "RGB3", DRM_FORMAT_BGR888, 0 },
	{ "BGR3", DRM_FORMAT_RGB888, 0 },
	{ "rgb565", DRM_FORMAT_RGB565, 0 },
	{ "RGBP", DRM_FORMAT_RGB565, 0 },
	/* Not V4L2's RG16, which is a colour filter's. */
	{ "RG16", DRM_FORMAT_RGB565, 0 },
	{ "BGRx", DRM_FORMAT_XRGB8888, 0 },
	{ "RGBA", DRM_FORMAT_ABGR8888, 0 },
	{ "abgr", DRM_FORMAT_RGBA8888, 0 },
	{ "P010_10LE", DRM_FORMAT_P010, 0 },
	{ "p010", DRM_FORMAT_P010, 0 },
	{ "yuv420p10", FRAMERING_CODE('S', '0', '1', '0'), 0 },
	{ "yuv422p10le", FRAMERING_CODE('S', '2', '1', '0'), 0 },
	{ "I422_10LE", FRAMERING_CODE('S', '2', '1', '0'), 0 },
	{ "v210", FRAMERING_OWN_CODE('v', '2', '1', '0'), 0 },
	{ "Mono12p", FRAMERING_OWN_CODE('M', '1', '2', 'p'), 0 },
	{ "bayer_rggb8", FRAMERING_V4L2_CODE('R', 'G', 'G', 'B'), 0 },
	{ "BA81", FRAMERING_V4L2_CODE('B', 'A', '8', '1'), 0 },
	{ "grbg12le", FRAMERING_V4L2_CODE('B', 'A', '1', '2'), 0 },
	{ "x2rgb10", DRM_FORMAT_XRGB2101010, 0 },
	{ "rgb48", FRAMERING_CODE('B', 'G', '4', '8'), 0 },
};

TEST_VARIANTS(names_of_other_programs_ok, known)
{
	check_found(variant->name, variant->fourcc);
	CHECK_EQ(framering_range_by_name(variant->name), variant->range);
}

/* What is found by a name is found by it alone. */
TEST(no_name_means_two_formats_ok)
{
	size_t i, k;

	for (i = 0; i < FRAMERING_FORMATS; i++)
		for (k = 0; k < FRAMERING_FORMATS; k++) {
			unsigned int n = 0;
			const char *a;

			while ((a = framering_format_alias(
					framering_formats[i].fourcc, n++)))
				CHECK(i == k || strcasecmp(a,
						framering_formats[k].name));
		}
}

TEST(compressed_formats_have_names_ok)
{
	static const struct {
		const char *name;
		uint32_t fourcc;
	} names[] = {
		{ "JPEG", FRAMERING_FORMAT_JPEG },
		{ "mjpeg", FRAMERING_FORMAT_JPEG },
		{ "MJPG", FRAMERING_FORMAT_JPEG },
		{ "h264", FRAMERING_FORMAT_H264 },
		{ "hevc", FRAMERING_FORMAT_HEVC },
		{ "H265", FRAMERING_FORMAT_HEVC },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		CHECK_EQ(framering_fourcc_by_name(names[i].name),
			 names[i].fourcc);
		/* They have no table. */
		CHECK(!framering_format_by_name(names[i].name));
	}
	CHECK_STR_EQ(framering_compressed_name(FRAMERING_FORMAT_JPEG), "JPEG");
	CHECK(!framering_compressed_name(DRM_FORMAT_NV12));
	CHECK(!framering_compressed_name(0));
}

TEST(blank_at_the_end_may_be_there_ok)
{
	CHECK_EQ(framering_format_by_name("R8  ")->fourcc, DRM_FORMAT_R8);
	CHECK_EQ(framering_format_by_name("r8 ")->fourcc, DRM_FORMAT_R8);
}

TEST(unknown_format_fails)
{
	static const char *const names[] = {
		"", " ", "X", "XR2", "XR245", "R", "yuv420", "yuv420p10be",
		"le", "bgr0x", "NV13", "y210l",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		test_diag("\"%s\"", names[i]);
		CHECK(!framering_format_by_name(names[i]));
	}
}

TEST(memory_names_ok)
{
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_PAGES), "pages");
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_VMALLOC),
		     "vmalloc");
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_COHERENT),
		     "coherent");
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_BAR), "bar");
	CHECK_STR_EQ(framering_memory_name(0), "unknown");
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_IMPORT + 1),
		     "unknown");
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORIES), "unknown");
	CHECK_STR_EQ(framering_memory_name(0xffffffff), "unknown");
}

TEST(cache_names_ok)
{
	CHECK_STR_EQ(framering_cache_name(FRAMERING_CACHE_WC),
		     "write-combined");
	CHECK_STR_EQ(framering_cache_name(FRAMERING_CACHE_WB), "cached");
	CHECK_STR_EQ(framering_cache_name(FRAMERING_CACHE_UC), "uncached");
	CHECK_STR_EQ(framering_cache_name(0), "unknown");
	CHECK_STR_EQ(framering_cache_name(4), "unknown");
}

/* What the header's functions give. */
static const int errors[] = {
	E2BIG, EACCES, EAGAIN, EBADF, EBUSY, ECHILD, EFBIG, EINTR, EINVAL,
	ENOBUFS, ENODATA, ENODEV, ENOENT, ENOMEM, ENOTTY, EPROTO, ESTALE,
	ETIMEDOUT, EUSERS,
};

TEST(every_error_has_a_line_that_helps_ok)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		const char *text = framering_error_text(-errors[i]);

		test_diag("%s", text);
		/* What went wrong; what to do about it. */
		CHECK(strchr(text, ';') || errors[i] == EINVAL);
		CHECK(islower((unsigned char)text[0]));
		CHECK_NE(text[strlen(text) - 1], '.');
		CHECK(!strchr(text, '\n'));
	}
}

TEST(unknown_error_has_a_text_ok)
{
	CHECK_STR_EQ(framering_error_text(-ENOSPC), "no space left on device");
	CHECK_STR_EQ(framering_error_text(-99999), "unknown error 99999");
	CHECK_STR_EQ(framering_error_text(0), "no error");
}
