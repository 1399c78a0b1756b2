// SPDX-License-Identifier: GPL-2.0-only
/* The table of formats, and the arithmetic that lays frames out. */
#include <linux/mm.h>
#include <linux/string.h>

#include <framering_format.h>

#include "framering_kunit.h"

static struct framering_geometry sized(u32 fourcc, u32 width, u32 height)
{
	struct framering_geometry g;

	/* Garbage in the outputs must not come through. */
	memset(&g, 0xa5, sizeof(g));
	g.fourcc = fourcc;
	g.width = width;
	g.height = height;
	return g;
}

/* The code is its own name: a slip in the table shows. */
static void formats_are_found_by_their_names_ok(struct kunit *test)
{
	unsigned int i, k;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *format = &framering_formats[i];
		const char *n = format->name;

		if (!(format->fourcc & (FRAMERING_CODE_V4L2 |
					FRAMERING_CODE_OWN)))
			KUNIT_EXPECT_EQ(test, 0, memcmp(n, &format->fourcc,
							strnlen(n, 4)));
		KUNIT_EXPECT_PTR_EQ(test, framering_format_find(format->fourcc),
				    format);
		KUNIT_EXPECT_GE(test, format->planes, 1);
		KUNIT_EXPECT_LE(test, format->planes, FRAMERING_MAX_PLANES);
		for (k = 0; k < FRAMERING_MAX_PLANES; k++)
			KUNIT_EXPECT_EQ(test, k < format->planes,
					format->plane[k].bytes != 0);
	}
	KUNIT_EXPECT_NULL(test, framering_format_find(0));
	KUNIT_EXPECT_NULL(test, framering_format_find(U32_MAX));
}

/* Planes follow each other, in whole lines, and fit into the slot. */
static void check_layout(struct kunit *test,
			 const struct framering_geometry *g, u32 align)
{
	const struct framering_format *format =
		framering_format_find(g->fourcc);
	u32 i, at = 0;

	KUNIT_ASSERT_EQ(test, g->planes, (u32)format->planes);
	for (i = 0; i < g->planes; i++) {
		u32 row = framering_row_bytes(format, i, g->width);

		KUNIT_EXPECT_GE(test, g->stride[i], row);
		KUNIT_EXPECT_LT(test, g->stride[i], row + align);
		KUNIT_EXPECT_EQ(test, g->stride[i] % align, 0U);
		KUNIT_EXPECT_EQ(test, g->offset[i], at);
		at += g->stride[i] * framering_rows(format, i, g->height);
	}
	for (; i < FRAMERING_MAX_PLANES; i++)
		KUNIT_EXPECT_EQ(test, g->stride[i] | g->offset[i], 0U);
	KUNIT_EXPECT_EQ(test, g->frame_bytes, at);
	KUNIT_EXPECT_EQ(test, (u64)g->slot_bytes, (u64)PAGE_ALIGN(at));
}

static void lay_out(struct kunit *test, u32 fourcc, u32 width, u32 height)
{
	static const u32 aligns[] = { 1, 64, 4096 };
	unsigned int a;
	int ret;

	for (a = 0; a < ARRAY_SIZE(aligns); a++) {
		struct framering_geometry g = sized(fourcc, width, height);

		ret = framering_geometry_fill(&g, aligns[a], PAGE_SIZE);
		KUNIT_ASSERT_EQ(test, ret, 0);
		check_layout(test, &g, aligns[a]);
	}
}

static void every_format_is_laid_out_in_rows_ok(struct kunit *test)
{
	static const u32 sides[] = { 1, 2, 3, 63, 64, 65, 1080, 1920, 4097 };
	unsigned int f, w, h;

	for (f = 0; f < FRAMERING_FORMATS; f++)
		for (w = 0; w < ARRAY_SIZE(sides); w++)
			for (h = 0; h < ARRAY_SIZE(sides); h++)
				lay_out(test, framering_formats[f].fourcc,
					sides[w], sides[h]);
}

/* By hand: 5 x 3 pixels. */
static void odd_yu12_is_as_by_hand_ok(struct kunit *test)
{
	struct framering_geometry g = sized(DRM_FORMAT_YUV420, 5, 3);

	KUNIT_ASSERT_EQ(test, framering_geometry_fill(&g, 0, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, g.stride[0], 5U);
	KUNIT_EXPECT_EQ(test, g.stride[1], 3U);
	KUNIT_EXPECT_EQ(test, g.offset[1], 15U);
	KUNIT_EXPECT_EQ(test, g.offset[2], 21U);
	KUNIT_EXPECT_EQ(test, g.frame_bytes, 27U);
}

static const struct {
	u32 fourcc, width, height, align;
	int error;
} refused[] = {
	{ 0, 64, 48, 1, -EINVAL },
	{ DRM_FORMAT_XRGB8888, 0, 48, 1, -EINVAL },
	{ DRM_FORMAT_XRGB8888, 64, 0, 1, -EINVAL },
	{ DRM_FORMAT_XRGB8888, FRAMERING_MAX_SIDE + 1, 48, 1, -EINVAL },
	{ DRM_FORMAT_XRGB8888, 64, U32_MAX, 1, -EINVAL },
	{ DRM_FORMAT_XRGB8888, 64, 48, 3, -EINVAL },
	{ DRM_FORMAT_XRGB8888, 64, 48, 8192, -EINVAL },
	{ DRM_FORMAT_XRGB8888, FRAMERING_MAX_SIDE, FRAMERING_MAX_SIDE, 1,
	  -EFBIG },
};

static void refused_geometry_is_untouched_fails(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refused); i++) {
		struct framering_geometry g = sized(refused[i].fourcc,
						    refused[i].width,
						    refused[i].height);
		struct framering_geometry before = g;

		KUNIT_EXPECT_EQ(test, refused[i].error,
				framering_geometry_fill(&g, refused[i].align,
							PAGE_SIZE));
		KUNIT_EXPECT_EQ(test, memcmp(&g, &before, sizeof(g)), 0);
	}
}

/* From byte to byte through the padding: each lies once, in order. */
static void packed_bytes_are_all_found_ok(struct kunit *test)
{
	struct framering_geometry g = sized(DRM_FORMAT_NV12, 5, 3);
	u32 bytes, at = 0, next = 0, offset;

	KUNIT_ASSERT_EQ(test, framering_geometry_fill(&g, 64, PAGE_SIZE), 0);
	bytes = framering_packed_bytes(&g);
	KUNIT_ASSERT_EQ(test, bytes, 27U);
	while (at < bytes) {
		u32 run = framering_packed_find(&g, at, &offset);

		KUNIT_ASSERT_GT(test, run, 0U);
		KUNIT_EXPECT_GE(test, offset, next);
		KUNIT_EXPECT_LE(test, offset + run, g.frame_bytes);
		next = offset + run;
		at += run;
	}
	KUNIT_EXPECT_EQ(test, at, bytes);
	KUNIT_EXPECT_EQ(test, framering_packed_find(&g, bytes, &offset), 0U);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(formats_are_found_by_their_names_ok),
	KUNIT_CASE(every_format_is_laid_out_in_rows_ok),
	KUNIT_CASE(odd_yu12_is_as_by_hand_ok),
	KUNIT_CASE(refused_geometry_is_untouched_fails),
	KUNIT_CASE(packed_bytes_are_all_found_ok),
	{}
};

struct kunit_suite framering_kunit_format = {
	.name = "framering-format",
	.test_cases = cases,
};
