// SPDX-License-Identifier: MIT
/* Reads a frame line by line. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "demosaic.h"
#include "plane.h"
#include "reader.h"

/* Room left of a line of a colour filter, for its neighbour. */
#define MOSAIC_EDGE	32U

/* What of a format's samples is read, and in which order. */
static void find_samples(struct reader *r)
{
	static const char *const letters[][3] = {
		[FRAMERING_MODEL_RGB] = { "R", "G", "B" },
		[FRAMERING_MODEL_YUV] = { "Y", "U", "V" },
		[FRAMERING_MODEL_GREY] = { "Y" },
		[FRAMERING_MODEL_BAYER] = { "RGB" },
	};
	const char *const *letter = letters[r->format->model];

	for (; r->planes < 3 && letter[r->planes]; r->planes++)
		samples_find(&r->samples[r->planes], r->format,
			     letter[r->planes]);
}

static void find_chroma(struct reader *r)
{
	const struct samples *chroma = &r->samples[1];
	const struct framering_plane_format *p;

	r->chroma[0] = 1;
	r->chroma[1] = 1;
	if (r->format->model != FRAMERING_MODEL_YUV)
		return;
	p = &r->format->plane[chroma->plane];
	r->chroma[0] = p->unit_width / chroma->count;
	r->chroma[1] = p->unit_height;
}

static int make_mosaic(struct reader *r)
{
	uint32_t width = r->geometry.width, i;

	r->bytes = malloc(width + READER_SPARE);
	if (!r->bytes)
		return -ENOMEM;
	for (i = 0; i < READER_MOSAIC; i++) {
		r->mosaic[i] = calloc(MOSAIC_EDGE + width + READER_SPARE,
				      sizeof(uint16_t));
		if (!r->mosaic[i])
			return -ENOMEM;
	}
	return 0;
}

int reader_init(struct reader *reader,
		const struct framering_geometry *geometry, uint32_t cache,
		bool demosaic)
{
	struct reader *r = reader;
	uint32_t bytes = 0, i;

	r->geometry = *geometry;
	r->format = framering_geometry_format(geometry);
	r->cache = cache;
	r->demosaic = demosaic && r->format->model == FRAMERING_MODEL_BAYER;
	find_samples(r);
	find_chroma(r);
	for (i = 0; i < r->format->planes; i++) {
		uint32_t row = framering_row_bytes(r->format, i,
						   geometry->width);

		if (row > bytes)
			bytes = row;
	}
	r->line = malloc(bytes + READER_SPARE);
	if (!r->line)
		return -ENOMEM;
	return r->demosaic ? make_mosaic(r) : 0;
}

void reader_finish(struct reader *reader)
{
	uint32_t i;

	free(reader->line);
	free(reader->bytes);
	for (i = 0; i < READER_MOSAIC; i++)
		free(reader->mosaic[i]);
}

void reader_begin(struct reader *reader, const struct framering_frame *frame)
{
	uint32_t i;

	reader->frame = frame;
	for (i = 0; i < READER_MOSAIC; i++)
		reader->mosaic_y[i] = -1;
}

const uint8_t *reader_raw(struct reader *reader, uint32_t i, uint32_t y,
			  bool copy)
{
	struct plane plane = plane_of(reader->frame, i);
	const uint8_t *row = plane.first + y * plane.stride;

	if (reader->cache == FRAMERING_CACHE_WB && !copy)
		return row;
	framering_load(reader->line, row, plane.row, reader->cache);
	return reader->line;
}

uint8_t *reader_line_of(const zimg_image_buffer *buffer, uint32_t i, uint32_t y)
{
	uint8_t *data = buffer->plane[i].data;

	return data + (ptrdiff_t)(y & buffer->plane[i].mask) *
		      buffer->plane[i].stride;
}

static uint32_t units(const struct reader *r, uint32_t plane)
{
	uint32_t unit = r->format->plane[plane].unit_width;

	return (r->geometry.width + unit - 1) / unit;
}

static void extend(const struct reader *r, const struct samples *s,
		   uint8_t *line)
{
	uint32_t size = s->depth > 8 ? 2 : 1, i;
	uint8_t *end = line + (size_t)r->geometry.width * size;

	/* Chroma of the last pixel covers those right of it anyway. */
	if (r->format->plane[s->plane].unit_width != s->count)
		return;
	for (i = 1; i < r->chroma[0]; i++, end += size)
		memcpy(end, end - size, size);
}

/* Behind the last line of a slot there may be nothing that can be read. */
static bool reads_beyond(const struct reader *r, uint32_t plane)
{
	uint32_t i;

	for (i = 0; i < r->planes; i++)
		if (r->samples[i].plane == plane && !r->samples[i].step)
			return true;
	return false;
}

static void read_line(struct reader *r, uint32_t plane, uint32_t y,
		      const zimg_image_buffer *planes)
{
	bool below = y >= framering_rows(r->format, plane, r->geometry.height);
	const uint8_t *line = NULL;
	uint32_t i;

	for (i = 0; i < r->planes; i++) {
		const struct samples *s = &r->samples[i];
		uint8_t *dst = reader_line_of(planes, i, y);

		if (s->plane != plane)
			continue;
		if (below) {
			memcpy(dst, reader_line_of(planes, i, y - 1),
			       (size_t)planes->plane[i].stride);
			continue;
		}
		if (!line)
			line = reader_raw(r, plane, y, reads_beyond(r, plane));
		samples_read(s, line, units(r, plane), dst);
		extend(r, s, dst);
	}
}

/* Line @y of a colour filter; beyond the edges it is mirrored. */
static const uint16_t *mosaic_line(struct reader *r, int64_t y)
{
	const struct samples *s = &r->samples[0];
	int64_t height = r->geometry.height;
	uint32_t width = r->geometry.width, i;
	uint16_t *line;

	if (y < 0 || y >= height)
		y = height < 2 ? 0 : y < 0 ? 1 : height - 2;
	line = r->mosaic[y % READER_MOSAIC] + MOSAIC_EDGE;
	if (r->mosaic_y[y % READER_MOSAIC] == y)
		return line;
	r->mosaic_y[y % READER_MOSAIC] = y;
	samples_read(s, reader_raw(r, 0, (uint32_t)y, reads_beyond(r, 0)),
		     units(r, 0), s->depth > 8 ? (void *)line : r->bytes);
	for (i = 0; i < width && s->depth == 8; i++)
		line[i] = r->bytes[i];
	demosaic_edges(line, width);
	return line;
}

static void interpolate_line(struct reader *r, uint32_t y,
			     const zimg_image_buffer *planes)
{
	const uint16_t *line[3] = {
		mosaic_line(r, (int64_t)y - 1), mosaic_line(r, y),
		mosaic_line(r, (int64_t)y + 1),
	};
	uint16_t *rgb[3];
	char letters[2];
	uint32_t i;

	for (i = 0; i < 3; i++)
		rgb[i] = (uint16_t *)reader_line_of(planes, i, y);
	demosaic_letters(r->format, y, letters);
	demosaic_line(line, r->geometry.width, letters, rgb);
}

void reader_read(struct reader *reader, uint32_t y,
		 const zimg_image_buffer *planes)
{
	struct reader *r = reader;
	uint32_t plane, line;

	if (r->demosaic) {
		interpolate_line(r, y, planes);
		return;
	}
	for (plane = 0; plane < r->format->planes; plane++) {
		uint32_t lines = r->format->plane[plane].unit_height;

		for (line = y / lines; line < (y + r->chroma[1]) / lines;
		     line++)
			read_line(r, plane, line, planes);
	}
}
