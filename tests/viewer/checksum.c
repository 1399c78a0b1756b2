// SPDX-License-Identifier: MIT
/* A checksum counts the visible bytes, all of them and nothing else. */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "harness.h"

#include "picture/checksum.h"
#include "reference.h"

/* The frame as a file of raw video would have it, byte by byte. */
static uint32_t of_file(const struct reference *ref)
{
	const struct framering_geometry *g = &ref->geometry;
	const struct framering_format *f = framering_format_find(g->fourcc);
	uLong crc = crc32(0, NULL, 0);
	uint32_t plane, x, y;

	for (plane = 0; plane < g->planes; plane++)
		for (y = 0; y < framering_rows(f, plane, g->height); y++)
			for (x = 0; x < framering_row_bytes(f, plane, g->width);
			     x++)
				crc = crc32(crc, ref->frame.plane[plane] +
					    y * g->stride[plane] + x, 1);
	return (uint32_t)crc;
}

TEST_VARIANTS(every_layout_gives_the_checksum_of_the_file, reference_formats)
{
	static const uint32_t sizes[][2] = {
		{ 1, 1 }, { 2, 2 }, { 3, 5 }, { 33, 17 }, { 64, 48 },
	};
	static const uint32_t aligns[] = { 0, 4, 64, 4096 };
	struct reference ref;
	uint32_t first = 0;
	size_t i, k;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (k = 0; k < sizeof(aligns) / sizeof(aligns[0]); k++) {
			reference_init(&ref, variant->name, sizes[i][0],
				       sizes[i][1], aligns[k]);
			if (!k)
				first = of_file(&ref);
			CHECK_EQ(of_file(&ref), first);
			CHECK_EQ(checksum_frame(&ref.frame,
						FRAMERING_CACHE_WB), first);
			CHECK_EQ(checksum_frame(&ref.frame,
						FRAMERING_CACHE_WC), first);
			reference_finish(&ref);
		}
}

TEST(known_frame_has_the_known_checksum)
{
	struct reference ref;

	reference_init(&ref, "R8", 9, 1, 64);
	memcpy(ref.frame.data, "123456789", 9);
	/* What every description of CRC-32 gives for these nine bytes. */
	CHECK_EQ(checksum_frame(&ref.frame, FRAMERING_CACHE_WB), 0xcbf43926u);
	CHECK_EQ(checksum_frame(&ref.frame, FRAMERING_CACHE_WC), 0xcbf43926u);
	reference_finish(&ref);
}

TEST(longest_line_is_read_whole)
{
	struct reference ref;
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		reference_init(&ref, framering_formats[i].name,
			       FRAMERING_MAX_SIDE, 2, 0);
		CHECK_EQ(checksum_frame(&ref.frame, FRAMERING_CACHE_WC),
			 of_file(&ref));
		reference_finish(&ref);
	}
}
