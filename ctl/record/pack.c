// SPDX-License-Identifier: MIT
#include <string.h>

#include "pack.h"

/* Not zero: @part begins and ends between units, in each plane. */
static int is_whole(const struct framering_format *format,
		    const struct framering_rectangle *part)
{
	uint32_t i;

	for (i = 0; i < format->planes; i++) {
		const struct framering_plane_format *p = &format->plane[i];

		if (part->x % p->unit_width || part->y % p->unit_height)
			return 0;
	}
	return 1;
}

static size_t packed_bytes(const struct pack *pack)
{
	size_t bytes = 0;
	uint32_t i;

	if (!pack->format)
		return pack->geometry.frame_bytes;
	for (i = 0; i < pack->format->planes; i++)
		bytes += (size_t)framering_row_bytes(pack->format, i,
						     pack->part.width) *
			 framering_rows(pack->format, i, pack->part.height);
	return bytes;
}

void pack_init(struct pack *pack, const struct framering_geometry *g,
	       const struct framering_picture *picture, uint32_t cache)
{
	const struct framering_rectangle *visible = &picture->visible;

	*pack = (struct pack){
		.geometry = *g,
		.picture = *picture,
		.format = framering_geometry_format(g),
		.cache = cache,
		.part = { 0, 0, g->width, g->height },
	};
	if (pack->format && visible->width && visible->height &&
	    is_whole(pack->format, visible))
		pack->part = *visible;
	pack->bytes = packed_bytes(pack);
}

static size_t pack_plane(const struct pack *pack, uint32_t i,
			 const uint8_t *plane, uint8_t *data)
{
	const struct framering_plane_format *p = &pack->format->plane[i];
	size_t row = framering_row_bytes(pack->format, i, pack->part.width);
	uint32_t rows = framering_rows(pack->format, i, pack->part.height);
	uint32_t stride = pack->geometry.stride[i], y;

	plane += (size_t)(pack->part.y / p->unit_height) * stride +
		 (size_t)(pack->part.x / p->unit_width) * p->bytes;
	if (stride == row) {
		framering_load(data, plane, row * rows, pack->cache);
		return row * rows;
	}
	for (y = 0; y < rows; y++)
		framering_load(data + y * row, plane + (size_t)y * stride, row,
			       pack->cache);
	return row * rows;
}

size_t pack_frame(const struct pack *pack, const struct framering_frame *frame,
		  uint8_t *data)
{
	size_t bytes = 0;
	uint32_t i;

	if (pack->format) {
		for (i = 0; i < pack->format->planes; i++)
			bytes += pack_plane(pack, i, frame->plane[i],
					    data + bytes);
		return bytes;
	}
	/* Of compressed frames each has as many as it says. */
	bytes = frame->info.plane_bytes[0] && pack->geometry.planes == 1 ?
		frame->info.plane_bytes[0] : frame->bytes;
	if (!bytes || bytes > pack->bytes)
		bytes = pack->bytes;
	framering_load(data, frame->data, bytes, pack->cache);
	return bytes;
}
