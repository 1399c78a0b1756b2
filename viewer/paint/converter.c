// SPDX-License-Identifier: MIT
/*
 * Line after line: samples are read out of the slot into a few lines of planes,
 * zimg makes red, green and blue of them, and these are written as pixels. All
 * in between stays in the processor's cache.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "converter.h"
#include "graph.h"
#include "reader.h"
#include "swizzle.h"

/* What zimg wants lines to be aligned to. */
#define ALIGN		64U

/**
 * struct converter - what is needed to convert frames
 * @reader: reads their lines
 * @swizzle: there is nothing to convert, bytes only change places
 * @graph: zimg's
 * @temporary: memory that @graph wants
 * @src: lines that @graph reads
 * @dst: and writes
 * @pixels: what is made of a frame
 * @pitch: bytes of a line of @pixels
 * @order: how pixels are written
 */
struct converter {
	struct reader reader;
	bool swizzle;
	zimg_filter_graph *graph;
	void *temporary;
	zimg_image_buffer src;
	zimg_image_buffer dst;
	uint8_t *pixels;
	size_t pitch;
	enum converter_order order;
};

static uint32_t round_up(uint32_t n, uint32_t unit)
{
	return (n + unit - 1) / unit * unit;
}

/* A plane of @lines at least, as zimg counts them. */
static int make_lines(zimg_image_buffer *buffer, uint32_t i, uint32_t width,
		      unsigned int lines, uint32_t height)
{
	unsigned int mask = zimg_select_buffer_mask(lines);
	size_t stride = round_up(width * 2 + READER_SPARE, ALIGN);
	size_t rows = mask == ZIMG_BUFFER_MAX ? height : mask + 1;
	void *data = aligned_alloc(ALIGN, stride * rows);

	buffer->version = ZIMG_API_VERSION;
	buffer->plane[i].data = data;
	buffer->plane[i].stride = (ptrdiff_t)stride;
	buffer->plane[i].mask = mask;
	if (!data)
		return -ENOMEM;
	memset(data, 0, stride * rows);
	return 0;
}

static int make_buffers(struct converter *c, uint32_t width, uint32_t height)
{
	unsigned int in, out;
	size_t bytes;
	uint32_t i;

	zimg_filter_graph_get_tmp_size(c->graph, &bytes);
	zimg_filter_graph_get_input_buffering(c->graph, &in);
	zimg_filter_graph_get_output_buffering(c->graph, &out);
	c->temporary = aligned_alloc(ALIGN, (bytes + ALIGN) / ALIGN * ALIGN);
	if (!c->temporary)
		return -ENOMEM;
	for (i = 0; i < 3; i++)
		if (make_lines(&c->src, i, width, in, height) ||
		    make_lines(&c->dst, i, width, out, height))
			return -ENOMEM;
	return 0;
}

static int init(struct converter *c, const struct framering_geometry *geometry,
		const struct framering_picture *picture, uint32_t cache,
		bool demosaic)
{
	struct reader *r = &c->reader;
	uint32_t width, height;
	int ret;

	ret = reader_init(r, geometry, cache, demosaic);
	if (ret)
		return ret;
	width = round_up(geometry->width, r->chroma[0]);
	height = round_up(geometry->height, r->chroma[1]);
	c->swizzle = swizzle_suits(r->format) && !graph_maps_hdr(picture) &&
		     picture->range != FRAMERING_RANGE_LIMITED;
	c->graph = graph_build(r, width, height, picture);
	return c->graph ? make_buffers(c, width, height) : -ENOTSUP;
}

int converter_create(struct converter **converter,
		     const struct framering_geometry *geometry,
		     const struct framering_picture *picture, uint32_t cache,
		     bool demosaic)
{
	struct converter *c;
	int ret;

	if (!framering_geometry_format(geometry))
		return -ENOTSUP;
	c = calloc(1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	ret = init(c, geometry, picture, cache, demosaic);
	if (ret)
		converter_destroy(c);
	else
		*converter = c;
	return ret;
}

void converter_destroy(struct converter *converter)
{
	uint32_t i;

	if (!converter)
		return;
	reader_finish(&converter->reader);
	zimg_filter_graph_free(converter->graph);
	free(converter->temporary);
	for (i = 0; i < 3; i++) {
		free(converter->src.plane[i].data);
		free(converter->dst.plane[i].data);
	}
	free(converter);
}

/* zimg wants lines from @i on: whole ones, whatever part it asks for. */
static int on_unpack(void *user, unsigned int i, unsigned int left,
		     unsigned int right)
{
	struct converter *c = user;

	(void)left;
	(void)right;
	reader_read(&c->reader, i, &c->src);
	return 0;
}

static void write_argb32(uint32_t *restrict pixels, const uint8_t *restrict red,
			 const uint8_t *restrict green,
			 const uint8_t *restrict blue, uint32_t width)
{
	uint32_t i;

	for (i = 0; i < width; i++)
		pixels[i] = 0xff000000U | (uint32_t)red[i] << 16 |
			    (uint32_t)green[i] << 8 | blue[i];
}

static void write_rgb24(uint8_t *pixels, const uint8_t *const rgb[3],
			uint32_t width)
{
	uint32_t i;

	for (i = 0; i < width; i++, pixels += 3) {
		pixels[0] = rgb[0][i];
		pixels[1] = rgb[1][i];
		pixels[2] = rgb[2][i];
	}
}

/* zimg has written line @i, from @left to @right. */
static int on_pack(void *user, unsigned int i, unsigned int left,
		   unsigned int right)
{
	struct converter *c = user;
	uint32_t width = c->reader.geometry.width, k;
	bool grey = c->reader.planes == 1 && !c->reader.demosaic;
	uint8_t *line = c->pixels + i * c->pitch;
	const uint8_t *rgb[3];

	if (right > width)
		right = width;
	if (i >= c->reader.geometry.height || left >= right)
		return 0;
	for (k = 0; k < 3; k++)
		rgb[k] = reader_line_of(&c->dst, grey ? 0 : k, i) + left;
	if (c->order == CONVERTER_ARGB32)
		write_argb32((uint32_t *)line + left, rgb[0], rgb[1], rgb[2],
			     right - left);
	else
		write_rgb24(line + left * 3, rgb, right - left);
	return 0;
}

static void swizzle(struct converter *c)
{
	struct reader *r = &c->reader;
	uint32_t y;

	for (y = 0; y < r->geometry.height; y++)
		swizzle_line(r->samples, reader_raw(r, 0, y, false),
			     r->geometry.width,
			     (uint32_t *)(c->pixels + y * c->pitch));
}

int converter_run(struct converter *converter,
		  const struct framering_frame *frame, void *pixels,
		  size_t pitch, enum converter_order order)
{
	struct converter *c = converter;
	zimg_image_buffer_const src = { .version = ZIMG_API_VERSION };
	uint32_t i;

	reader_begin(&c->reader, frame);
	c->pixels = pixels;
	c->pitch = pitch;
	c->order = order;
	if (c->swizzle && order == CONVERTER_ARGB32) {
		swizzle(c);
		return 0;
	}
	for (i = 0; i < 3; i++) {
		src.plane[i].data = c->src.plane[i].data;
		src.plane[i].stride = c->src.plane[i].stride;
		src.plane[i].mask = c->src.plane[i].mask;
	}
	return zimg_filter_graph_process(c->graph, &src, &c->dst, c->temporary,
					 on_unpack, c, on_pack, c) ?
	       -EIO : 0;
}
