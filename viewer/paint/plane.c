// SPDX-License-Identifier: MIT
/* The planes of a frame. */
#include <stdlib.h>

#include "plane.h"

/* A ring of a format that is not known is refused when it is attached to. */
static const struct framering_format *
format_of(const struct framering_geometry *geometry)
{
	const struct framering_format *format =
		framering_format_find(geometry->fourcc);

	if (!format)
		abort();
	return format;
}

struct plane plane_of(const struct framering_frame *frame, uint32_t i)
{
	const struct framering_geometry *g = frame->geometry;
	const struct framering_format *f = format_of(g);
	struct plane plane = {
		.first = frame->plane[i],
		.stride = g->stride[i],
		.row = framering_row_bytes(f, i, g->width),
		.rows = framering_rows(f, i, g->height),
	};

	return plane;
}

void plane_load(uint8_t *dst, size_t pitch, const struct plane *plane,
		uint32_t cache)
{
	const uint8_t *src = plane->first;
	uint32_t y;

	if (pitch == plane->stride) {
		/* Not to the end of the last line: @dst may be shorter. */
		framering_load(dst, src,
			       pitch * (plane->rows - 1) + plane->row, cache);
		return;
	}
	for (y = 0; y < plane->rows; y++) {
		framering_load(dst, src, plane->row, cache);
		dst += pitch;
		src += plane->stride;
	}
}

size_t plane_bytes(const struct framering_geometry *geometry)
{
	const struct framering_format *f = format_of(geometry);
	size_t bytes = 0;
	uint32_t i;

	for (i = 0; i < f->planes; i++)
		bytes += (size_t)framering_row_bytes(f, i, geometry->width) *
			 framering_rows(f, i, geometry->height);
	return bytes;
}
