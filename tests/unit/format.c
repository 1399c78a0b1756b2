// SPDX-License-Identifier: MIT
/* Where the pixels lie: every format against numbers written by hand. */
#include <stdlib.h>
#include <string.h>

#include <framering_format.h>

#include "harness.h"

/**
 * struct layout - what a format must come out as, packed
 * @name: of the format, for the harness
 * @fourcc: the format
 * @full: bytes of 1920x1080, as ffmpeg -f rawvideo writes them
 * @odd: bytes of 5x3
 * @odd_stride: bytes of a line of 5 pixels, by plane
 * @odd_offset: where the planes of 5x3 begin
 * @planes: how many
 */
struct layout {
	const char *name;
	__u32 fourcc;
	__u32 full;
	__u32 odd;
	__u32 odd_stride[4];
	__u32 odd_offset[4];
	__u32 planes;
};

/*
 * One of each kind by hand, as ffmpeg -f rawvideo writes it where it knows the
 * format. The others differ in the order of samples alone.
 */
static const struct layout layouts[] = {
	{ "XR24", DRM_FORMAT_XRGB8888, 8294400, 60, { 20 }, { 0 }, 1 },
	{ "AR24", DRM_FORMAT_ARGB8888, 8294400, 60, { 20 }, { 0 }, 1 },
	{ "XB24", DRM_FORMAT_XBGR8888, 8294400, 60, { 20 }, { 0 }, 1 },
	{ "RA24", DRM_FORMAT_RGBA8888, 8294400, 60, { 20 }, { 0 }, 1 },
	{ "RG24", DRM_FORMAT_RGB888, 6220800, 45, { 15 }, { 0 }, 1 },
	{ "BG24", DRM_FORMAT_BGR888, 6220800, 45, { 15 }, { 0 }, 1 },
	{ "RG16", DRM_FORMAT_RGB565, 4147200, 30, { 10 }, { 0 }, 1 },
	{ "XR30", DRM_FORMAT_XRGB2101010, 8294400, 60, { 20 }, { 0 }, 1 },
	{ "AB48", DRM_FORMAT_ABGR16161616, 16588800, 120, { 40 }, { 0 }, 1 },
	{ "RG48", FRAMERING_CODE('R', 'G', '4', '8'), 12441600, 90, { 30 },
	  { 0 }, 1 },
	/* Two pixels in four bytes: 5 pixels are 3 units. */
	{ "YUYV", DRM_FORMAT_YUYV, 4147200, 36, { 12 }, { 0 }, 1 },
	{ "UYVY", DRM_FORMAT_UYVY, 4147200, 36, { 12 }, { 0 }, 1 },
	{ "Y210", DRM_FORMAT_Y210, 8294400, 72, { 24 }, { 0 }, 1 },
	/* 48 pixels in 128 bytes: 1920 pixels are 5120 bytes. */
	{ "v210", FRAMERING_OWN_CODE('v', '2', '1', '0'), 5529600, 384,
	  { 128 }, { 0 }, 1 },
	/* 3 lines of 5, then 2 lines of 3 pairs. */
	{ "NV12", DRM_FORMAT_NV12, 3110400, 27, { 5, 6 }, { 0, 15 }, 2 },
	{ "NV21", DRM_FORMAT_NV21, 3110400, 27, { 5, 6 }, { 0, 15 }, 2 },
	{ "NV16", DRM_FORMAT_NV16, 4147200, 33, { 5, 6 }, { 0, 15 }, 2 },
	{ "NV24", DRM_FORMAT_NV24, 6220800, 45, { 5, 10 }, { 0, 15 }, 2 },
	{ "P010", DRM_FORMAT_P010, 6220800, 54, { 10, 12 }, { 0, 30 }, 2 },
	{ "P210", DRM_FORMAT_P210, 8294400, 66, { 10, 12 }, { 0, 30 }, 2 },
	/* 3 lines of 5, then twice 2 lines of 3. */
	{ "YU12", DRM_FORMAT_YUV420, 3110400, 27,
	  { 5, 3, 3 }, { 0, 15, 21 }, 3 },
	{ "YV12", DRM_FORMAT_YVU420, 3110400, 27,
	  { 5, 3, 3 }, { 0, 15, 21 }, 3 },
	{ "YU16", DRM_FORMAT_YUV422, 4147200, 33,
	  { 5, 3, 3 }, { 0, 15, 24 }, 3 },
	{ "YU24", DRM_FORMAT_YUV444, 6220800, 45,
	  { 5, 5, 5 }, { 0, 15, 30 }, 3 },
	{ "YU11", DRM_FORMAT_YUV411, 3110400, 27,
	  { 5, 2, 2 }, { 0, 15, 21 }, 3 },
	{ "YUV9", DRM_FORMAT_YUV410, 2332800, 19,
	  { 5, 2, 2 }, { 0, 15, 17 }, 3 },
	{ "YA24", FRAMERING_OWN_CODE('Y', 'A', '2', '4'), 8294400, 60,
	  { 5, 5, 5, 5 }, { 0, 15, 30, 45 }, 4 },
	{ "S009", FRAMERING_OWN_CODE('S', '0', '0', '9'), 6220800, 54,
	  { 10, 6, 6 }, { 0, 30, 42 }, 3 },
	{ "S010", FRAMERING_CODE('S', '0', '1', '0'), 6220800, 54,
	  { 10, 6, 6 }, { 0, 30, 42 }, 3 },
	{ "S212", FRAMERING_CODE('S', '2', '1', '2'), 8294400, 66,
	  { 10, 6, 6 }, { 0, 30, 48 }, 3 },
	{ "S416", FRAMERING_CODE('S', '4', '1', '6'), 12441600, 90,
	  { 10, 10, 10 }, { 0, 30, 60 }, 3 },
	{ "R8", DRM_FORMAT_R8, 2073600, 15, { 5 }, { 0 }, 1 },
	{ "R12", FRAMERING_CODE('R', '1', '2', ' '), 4147200, 30, { 10 },
	  { 0 }, 1 },
	/* Four pixels in five bytes, and two in three. */
	{ "Mono10p", FRAMERING_OWN_CODE('M', '1', '0', 'p'), 2592000, 30,
	  { 10 }, { 0 }, 1 },
	{ "Mono12p", FRAMERING_OWN_CODE('M', '1', '2', 'p'), 3110400, 27,
	  { 9 }, { 0 }, 1 },
	/* Pixels behind a colour filter come in pairs. */
	{ "RGGB8", FRAMERING_V4L2_CODE('R', 'G', 'G', 'B'), 2073600, 18,
	  { 6 }, { 0 }, 1 },
	{ "BGGR12", FRAMERING_V4L2_CODE('B', 'G', '1', '2'), 4147200, 36,
	  { 12 }, { 0 }, 1 },
};

static struct framering_geometry geometry(__u32 fourcc, __u32 width,
					  __u32 height)
{
	struct framering_geometry g;

	/* Garbage in the outputs must not come through. */
	memset(&g, 0xa5, sizeof(g));
	g.fourcc = fourcc;
	g.width = width;
	g.height = height;
	return g;
}

TEST(formats_have_the_names_and_codes_that_are_known_ok)
{
	size_t i;

	for (i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		const struct framering_format *f =
			framering_format_find(layouts[i].fourcc);

		CHECK(f);
		CHECK_STR_EQ(f->name, layouts[i].name);
	}
	CHECK(!framering_format_find(0));
	CHECK(!framering_format_find(DRM_FORMAT_Q410));
	CHECK(!framering_format_find(DRM_FORMAT_XRGB8888 |
				     DRM_FORMAT_BIG_ENDIAN));
}

TEST(no_two_formats_have_one_code_or_name_ok)
{
	size_t i, k;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];

		CHECK(framering_format_find(f->fourcc) == f);
		/* Whose name it is, unless another one has it already. */
		if (!(f->fourcc & (FRAMERING_CODE_V4L2 | FRAMERING_CODE_OWN)))
			CHECK_MEM_EQ(f->name, &f->fourcc, strlen(f->name) < 4 ?
				     strlen(f->name) : 4);
		for (k = 0; k < i; k++) {
			CHECK_NE(framering_formats[k].fourcc, f->fourcc);
			CHECK(strcmp(framering_formats[k].name, f->name));
		}
	}
}

/* Bits of one run of @samples; how many of them are @letters; the longest. */
static __u32 count(const char *samples, const char *letters, __u32 *found,
		   __u32 *longest)
{
	__u32 bits = 0;

	*found = 0;
	while (*samples) {
		char letter = *samples++;
		__u32 n = (__u32)strtoul(samples, (char **)&samples, 10);

		CHECK(n && n <= 16);
		bits += n;
		*found += !!strchr(letters, letter);
		if (letter != 'x' && letter != 'A' && n > *longest)
			*longest = n;
	}
	return bits;
}

/* A unit's samples fill it, and there is one of each pixel that it covers. */
static void check_plane(const struct framering_format *f, __u32 plane,
			const char *samples, __u32 *longest)
{
	const struct framering_plane_format *p = &f->plane[plane];
	const char *letters = f->model == FRAMERING_MODEL_BAYER ? "RGB" :
			      f->model == FRAMERING_MODEL_RGB ? "R" :
			      plane ? "UA" : "Y";
	__u32 found, bits = count(samples, letters, &found, longest), times;

	CHECK(bits && p->bytes * 8 % bits == 0);
	CHECK_LE(p->bytes, FRAMERING_MAX_UNIT_BYTES);
	times = p->bytes * 8 / bits;
	/* Planes of chroma alone have one pair for a unit. */
	if (!plane)
		CHECK_EQ(found * times, p->unit_width);
	else
		CHECK_EQ(times, 1);
}

TEST(samples_fill_their_units_ok)
{
	__u32 i, plane;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];
		__u32 longest = 0;

		test_diag("%s", f->name);
		for (plane = 0; plane < f->planes; plane++) {
			check_plane(f, plane, f->plane[plane].samples,
				    &longest);
			if (f->plane[plane].odd)
				check_plane(f, plane, f->plane[plane].odd,
					    &longest);
			CHECK_EQ(!!f->plane[plane].odd,
				 f->model == FRAMERING_MODEL_BAYER);
		}
		CHECK_EQ(longest, f->bits);
	}
}

TEST(matrix_that_is_not_told_goes_by_the_size_ok)
{
	struct framering_picture picture = { .matrix = 0 };

	CHECK_EQ(framering_matrix(&picture, 720, 576), FRAMERING_MATRIX_BT601);
	CHECK_EQ(framering_matrix(&picture, 1279, 576), FRAMERING_MATRIX_BT601);
	CHECK_EQ(framering_matrix(&picture, 1280, 576), FRAMERING_MATRIX_BT709);
	CHECK_EQ(framering_matrix(&picture, 720, 577), FRAMERING_MATRIX_BT709);
	/* Not told, in H.273's words; and one that is not known here. */
	picture.matrix = 2;
	CHECK_EQ(framering_matrix(&picture, 1920, 1080),
		 FRAMERING_MATRIX_BT709);
	picture.matrix = 14;
	CHECK_EQ(framering_matrix(&picture, 640, 480), FRAMERING_MATRIX_BT601);
	picture.matrix = FRAMERING_MATRIX_SMPTE240M;
	CHECK_EQ(framering_matrix(&picture, 640, 480),
		 FRAMERING_MATRIX_SMPTE240M);
}

TEST_VARIANTS(full_hd_is_as_large_as_ffmpegs_ok, layouts)
{
	struct framering_geometry g = geometry(variant->fourcc, 1920, 1080);

	CHECK_EQ(framering_geometry_fill(&g, 0, 4096), 0);
	CHECK_EQ(g.frame_bytes, variant->full);
	CHECK_EQ(g.slot_bytes % 4096, 0);
	CHECK_GE(g.slot_bytes, g.frame_bytes);
	CHECK_LT(g.slot_bytes - g.frame_bytes, 4096);
}

TEST_VARIANTS(odd_sides_round_up_ok, layouts)
{
	struct framering_geometry g = geometry(variant->fourcc, 5, 3);

	CHECK_EQ(framering_geometry_fill(&g, 1, 4096), 0);
	CHECK_EQ(g.fourcc, variant->fourcc);
	CHECK_EQ(g.width, 5);
	CHECK_EQ(g.height, 3);
	CHECK_EQ(g.planes, variant->planes);
	CHECK_MEM_EQ(g.stride, variant->odd_stride, sizeof(g.stride));
	CHECK_MEM_EQ(g.offset, variant->odd_offset, sizeof(g.offset));
	CHECK_EQ(g.frame_bytes, variant->odd);
	CHECK_EQ(g.slot_bytes, 4096);
}

TEST_VARIANTS(one_pixel_ok, layouts)
{
	struct framering_geometry g = geometry(variant->fourcc, 1, 1);

	CHECK_EQ(framering_geometry_fill(&g, 0, 65536), 0);
	CHECK_GT(g.frame_bytes, 0);
	CHECK_LE(g.frame_bytes, 128);
	CHECK_EQ(g.slot_bytes, 65536);
}

/* Lines and planes start at multiples, lie apart, and end in the frame. */
TEST_VARIANTS(alignments_ok, layouts)
{
	const struct framering_format *format =
		framering_format_find(variant->fourcc);
	__u32 align, i;

	for (align = 1; align <= 4096; align *= 2) {
		struct framering_geometry g;
		__u64 end = 0;

		g = geometry(variant->fourcc, 641, 479);
		CHECK_EQ(framering_geometry_fill(&g, align, 4096), 0);
		for (i = 0; i < g.planes; i++) {
			__u32 row = framering_row_bytes(format, i, 641);

			CHECK_EQ(g.stride[i] % align, 0);
			CHECK_GE(g.stride[i], row);
			CHECK_LT(g.stride[i] - row, align);
			CHECK_EQ(g.offset[i], end);
			end += (__u64)g.stride[i] *
			       framering_rows(format, i, 479);
		}
		CHECK_EQ(g.frame_bytes, end);
	}
}

TEST(aligned_lines_by_hand_ok)
{
	struct framering_geometry g = geometry(DRM_FORMAT_YUV420, 100, 50);

	CHECK_EQ(framering_geometry_fill(&g, 64, 4096), 0);
	CHECK_EQ(g.stride[0], 128);
	CHECK_EQ(g.stride[1], 64);
	CHECK_EQ(g.stride[2], 64);
	CHECK_EQ(g.offset[1], 6400);
	CHECK_EQ(g.offset[2], 8000);
	CHECK_EQ(g.frame_bytes, 9600);
	CHECK_EQ(g.slot_bytes, 12288);
}

/* Exactly 1 GiB is the largest frame; a line more is too much. */
TEST(largest_frame_ok)
{
	struct framering_geometry g;

	g = geometry(DRM_FORMAT_XRGB8888, 32768, 8192);
	CHECK_EQ(framering_geometry_fill(&g, 0, 4096), 0);
	CHECK_EQ(g.frame_bytes, 0x40000000);
	CHECK_EQ(g.slot_bytes, 0x40000000);
	g = geometry(DRM_FORMAT_R8, 32768, 32768);
	CHECK_EQ(framering_geometry_fill(&g, 4096, 65536), 0);
	CHECK_EQ(g.slot_bytes, 0x40000000);
}

static void check_refused(__u32 fourcc, __u32 width, __u32 height, __u32 align,
			  int error)
{
	struct framering_geometry g = geometry(fourcc, width, height), before;

	memcpy(&before, &g, sizeof(g));
	test_diag("%ux%u, aligned to %u", width, height, align);
	CHECK_EQ(framering_geometry_fill(&g, align, 4096), error);
	CHECK_MEM_EQ(&g, &before, sizeof(g));
}

TEST(too_large_a_frame_fails)
{
	check_refused(DRM_FORMAT_XRGB8888, 32768, 8193, 0, -EFBIG);
	check_refused(DRM_FORMAT_XRGB8888, 32768, 32768, 0, -EFBIG);
	check_refused(DRM_FORMAT_XRGB8888, 32768, 32768, 4096, -EFBIG);
	/* The luma fits; the chroma does not. */
	check_refused(DRM_FORMAT_NV12, 32768, 32768, 0, -EFBIG);
	check_refused(DRM_FORMAT_YUV420, 32768, 32768, 0, -EFBIG);
	/* 32-bit products of these wrap to something small. */
	check_refused(DRM_FORMAT_RGB888, 32768, 32768, 4096, -EFBIG);
}

TEST(bad_sides_fail)
{
	check_refused(DRM_FORMAT_R8, 0, 1, 0, -EINVAL);
	check_refused(DRM_FORMAT_R8, 1, 0, 0, -EINVAL);
	check_refused(DRM_FORMAT_R8, 32769, 1, 0, -EINVAL);
	check_refused(DRM_FORMAT_R8, 1, 32769, 0, -EINVAL);
	check_refused(DRM_FORMAT_R8, ~0U, ~0U, 0, -EINVAL);
	check_refused(DRM_FORMAT_XRGB8888, 0x40000001, 1, 0, -EINVAL);
	check_refused(DRM_FORMAT_NV12, 1, 0x80000000, 0, -EINVAL);
}

TEST(bad_alignment_fails)
{
	check_refused(DRM_FORMAT_R8, 64, 64, 3, -EINVAL);
	check_refused(DRM_FORMAT_R8, 64, 64, 8192, -EINVAL);
	check_refused(DRM_FORMAT_R8, 64, 64, 0x80000000, -EINVAL);
	check_refused(DRM_FORMAT_R8, 64, 64, ~0U, -EINVAL);
}

TEST(unknown_format_fails)
{
	check_refused(0, 64, 64, 0, -EINVAL);
	check_refused(DRM_FORMAT_Q410, 64, 64, 0, -EINVAL);
}
