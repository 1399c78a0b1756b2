// SPDX-License-Identifier: MIT
/* Names of formats, memory kinds and cache modes; texts of errors. */
#include <ctype.h>
#include <libframering.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"

TEST(every_format_is_found_by_its_names_ok)
{
	size_t i, k;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];
		const struct framering_format *found;
		char lower[sizeof(f->name)];

		found = framering_format_by_name(f->name);
		CHECK(found);
		CHECK_EQ(found->fourcc, f->fourcc);
		for (k = 0; k < sizeof(lower); k++)
			lower[k] = (char)tolower((unsigned char)f->name[k]);
		CHECK_EQ(framering_format_by_name(lower)->fourcc, f->fourcc);
		if (!f->ffmpeg[0])
			continue;
		found = framering_format_by_name(f->ffmpeg);
		CHECK(found);
		CHECK_EQ(found->fourcc, f->fourcc);
	}
}

TEST(blank_at_the_end_may_be_missing_ok)
{
	CHECK_EQ(framering_format_by_name("R8")->fourcc, DRM_FORMAT_R8);
	CHECK_EQ(framering_format_by_name("r8 ")->fourcc, DRM_FORMAT_R8);
	CHECK_EQ(framering_format_by_name("GRAY")->fourcc, DRM_FORMAT_R8);
}

TEST(unknown_format_fails)
{
	static const char *const names[] = {
		"", " ", "X", "XR2", "XR245", "XR24 ", "R", "yuv420", "R8   ",
		"yuv420p10le", "bgr", "bgr0 ",
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
	CHECK_STR_EQ(framering_memory_name(FRAMERING_MEMORY_BAR + 1),
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
