// SPDX-License-Identifier: MIT
/* The checksum of a frame. */
#include <zlib.h>

#include "checksum.h"
#include "paint/plane.h"

/* For the longest line: zlib's plain loads are slow on uncached memory. */
static uint8_t line[FRAMERING_MAX_ROW_BYTES];

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

/* The bytes in use, as if they were one line after the other. */
static uLong add_compressed(uLong crc, const struct framering_frame *frame,
			    uint32_t cache)
{
	uint32_t used = frame->info.plane_bytes[0];
	struct plane rest = { .first = frame->plane[0], .rows = 1 };

	if (!used)
		used = frame->geometry->plane_bytes[0];
	for (; used; used -= (uint32_t)rest.row, rest.first += rest.row) {
		rest.row = used < sizeof(line) ? used : sizeof(line);
		rest.stride = rest.row;
		crc = add_plane(crc, &rest, cache);
	}
	return crc;
}

uint32_t checksum_frame(const struct framering_frame *frame, uint32_t cache)
{
	uLong crc = crc32_z(0, NULL, 0);
	uint32_t i;

	if (!framering_geometry_format(frame->geometry))
		return (uint32_t)add_compressed(crc, frame, cache);
	for (i = 0; i < frame->geometry->planes; i++) {
		struct plane plane = plane_of(frame, i);

		crc = add_plane(crc, &plane, cache);
	}
	return (uint32_t)crc;
}
