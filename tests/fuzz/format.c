// SPDX-License-Identifier: MIT
/* The arithmetic that lays a frame out, and finds its bytes again. */
#include <string.h>

#include <framering_format.h>

#include "fuzz.h"

/* Frames of more pieces are only looked at, at some places. */
#define PIECES	4096

/* An input: the numbers as they lie in memory. */
struct numbers {
	__u32 fourcc;
	__u32 width;
	__u32 height;
	__u32 align;
	__u32 page;
	__u32 at;
};

static void check_planes(const struct framering_geometry *g, __u32 align)
{
	const struct framering_format *f = framering_format_find(g->fourcc);
	__u64 end = 0;
	__u32 i;

	CHECK(f);
	CHECK_EQ(g->planes, f->planes);
	for (i = 0; i < g->planes; i++) {
		__u64 row = framering_row_bytes(f, i, g->width);

		CHECK_GE(g->stride[i], row);
		CHECK_GE(row * f->plane[i].unit_width,
			 (__u64)g->width * f->plane[i].bytes);
		CHECK_EQ(g->stride[i] % align, 0);
		CHECK_EQ(g->offset[i] % align, 0);
		/* Behind the plane before it. */
		CHECK_GE(g->offset[i], end);
		end = g->offset[i] + (__u64)g->stride[i] *
		      framering_rows(f, i, g->height);
	}
	CHECK_LE(end, g->frame_bytes);
	for (; i < FRAMERING_MAX_PLANES; i++)
		CHECK(!g->stride[i] && !g->offset[i]);
}

/* Each piece lies behind the one before it, and all in the frame. */
static void check_pieces(const struct framering_geometry *g, __u32 at)
{
	__u32 bytes = framering_packed_bytes(g), pieces, offset = 0, n;
	__u64 end = 0;

	CHECK_GT(bytes, 0);
	CHECK_LE(bytes, g->frame_bytes);
	CHECK_EQ(framering_packed_find(g, bytes, &offset), 0);
	at %= bytes;
	for (pieces = 0; at < bytes && pieces < PIECES; pieces++) {
		n = framering_packed_find(g, at, &offset);
		CHECK_GT(n, 0);
		CHECK_LE(n, bytes - at);
		CHECK_GE(offset, end);
		end = (__u64)offset + n;
		CHECK_LE(end, g->frame_bytes);
		at += n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct framering_geometry g, before;
	struct numbers in = { 0 };
	__u32 align, page;
	int ret;

	memcpy(&in, data, size < sizeof(in) ? size : sizeof(in));
	page = 4096U << in.page % 5;
	memset(&g, 0xa5, sizeof(g));
	/* Few numbers are a fourcc; small ones mean one of the table. */
	g.fourcc = in.fourcc < FRAMERING_FORMATS ?
		   framering_formats[in.fourcc].fourcc : in.fourcc;
	g.width = in.width;
	g.height = in.height;
	before = g;
	ret = framering_geometry_fill(&g, in.align, page);
	if (ret) {
		CHECK(ret == -EINVAL || ret == -EFBIG);
		CHECK_MEM_EQ(&g, &before, sizeof(g));
		return 0;
	}
	align = in.align ? in.align : 1;
	CHECK_EQ(g.width, in.width);
	CHECK_EQ(g.height, in.height);
	CHECK_GT(g.frame_bytes, 0);
	CHECK_LE(g.frame_bytes, g.slot_bytes);
	CHECK_LE(g.slot_bytes, FRAMERING_MAX_SLOT_BYTES);
	CHECK_EQ(g.slot_bytes % page, 0);
	check_planes(&g, align);
	check_pieces(&g, in.at);
	return 0;
}
