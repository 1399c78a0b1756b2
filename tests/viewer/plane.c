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

TEST(visible_bytes_are_counted_without_padding)
{
	struct framering_geometry g = yu12(7, 0);

	CHECK_EQ(plane_bytes(&g), 7 * 5 + 2 * 4 * 3);
	/* Lines of 192 and 128 bytes. */
	g = yu12(130, 64);
	CHECK_EQ(plane_bytes(&g), 130 * 5 + 2 * 65 * 3);
}
