// SPDX-License-Identifier: MIT
/* The checksum of a frame. */
#include <zlib.h>

#include "checksum.h"
#include "paint/plane.h"

/* For the longest line: zlib's plain loads are slow on uncached memory. */
static uint8_t line[FRAMERING_MAX_SIDE * 4];

static uLong add_plane(uLong crc, const struct plane *plane, uint32_t cache)
{
	const uint8_t *src = plane->first;
	uint32_t y;

	if (cache == FRAMERING_CACHE_WB && plane->stride == plane->row)
		return crc32_z(crc, src, plane->row * plane->rows);
	for (y = 0; y < plane->rows; y++, src += plane->stride) {
		if (cache != FRAMERING_CACHE_WB)
			framering_load(line, src, plane->row, cache);
		crc = crc32_z(crc, cache == FRAMERING_CACHE_WB ? src : line,
			      plane->row);
	}
	return crc;
}

uint32_t checksum_frame(const struct framering_frame *frame, uint32_t cache)
{
	uLong crc = crc32_z(0, NULL, 0);
	uint32_t i;

	for (i = 0; i < frame->geometry->planes; i++) {
		struct plane plane = plane_of(frame, i);

		crc = add_plane(crc, &plane, cache);
	}
	return (uint32_t)crc;
}
