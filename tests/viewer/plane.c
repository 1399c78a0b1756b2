// SPDX-License-Identifier: MIT
/* What is told about planes. */
#include "harness.h"

#include "paint/plane.h"

static struct framering_geometry yu12(uint32_t width, uint32_t align)
{
	struct framering_geometry g = {
		.fourcc = DRM_FORMAT_YUV420,
		.width = width,
		.height = 5,
	};

	CHECK_EQ(framering_geometry_fill(&g, align, 4096), 0);
	return g;
}

TEST(packed_planes_are_in_sdls_order)
{
	struct framering_geometry g = yu12(7, 0);

	CHECK(plane_order_is_sdl(&g));
	CHECK_EQ(plane_bytes(&g), 7 * 5 + 2 * 4 * 3);
}

TEST(padding_counts_only_where_chroma_has_half_of_it)
{
	struct framering_geometry g = yu12(100, 64);

	/* 128 and 64 bytes. */
	CHECK(plane_order_is_sdl(&g));
	/* 192 and 128. */
	g = yu12(130, 64);
	CHECK(!plane_order_is_sdl(&g));
	CHECK_EQ(plane_bytes(&g), 130 * 5 + 2 * 65 * 3);
}

TEST(gap_between_planes_is_not_sdl_order)
{
	struct framering_geometry g = yu12(8, 0);

	g.offset[2] += 64;
	CHECK(!plane_order_is_sdl(&g));
	g = yu12(8, 0);
	g.offset[1] += 64;
	g.offset[2] += 64;
	CHECK(!plane_order_is_sdl(&g));
}
