// SPDX-License-Identifier: MIT
/*
 * Frames of one format become frames of another. swscale writes behind lines
 * and frames, and reads what it has written: so into memory of its own, from
 * where a frame goes into the slot in one go, line by line.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "converter.h"

/* What swscale may read behind a frame, and wants lines to be aligned to. */
#define SPARE	4096U
#define ALIGN	64

/**
 * struct converter - a conversion
 * @sws: swscale's; NULL: the format stays what it is
 * @from: what is converted
 * @format: its
 * @memory: where that lies
 * @to: what it becomes
 * @out: where swscale writes, by plane
 * @stride: bytes from line to line there
 */
struct converter {
	struct SwsContext *sws;
	struct framering_geometry from;
	const struct framering_format *format;
	uint8_t *memory;
	const struct framering_format *to;
	uint8_t *out[4];
	int stride[4];
};

/* ffmpeg's name is the first other name, or its own in small letters. */
static enum AVPixelFormat find(const struct framering_format *format)
{
	char name[sizeof(format->name)] = "";
	enum AVPixelFormat found;
	const char *alias;
	size_t i;

	/* converter_refusal() has seen to it. */
	if (!format)
		return AV_PIX_FMT_NONE;
	alias = framering_format_alias(format->fourcc, 0);
	found = alias ? av_get_pix_fmt(alias) : AV_PIX_FMT_NONE;
	for (i = 0; i + 1 < sizeof(name); i++)
		name[i] = (char)tolower((unsigned char)format->name[i]);
	return found == AV_PIX_FMT_NONE ? av_get_pix_fmt(name) : found;
}

static bool knows(enum AVPixelFormat format, bool as_output)
{
	if (format == AV_PIX_FMT_NONE)
		return false;
	return as_output ? sws_isSupportedOutput(format) :
			   sws_isSupportedInput(format);
}

static bool is_small_yuv(const struct framering_format *format)
{
	return framering_format_is_yuv(format) && format->bits == 8;
}

const char *converter_refusal(const struct framering_geometry *from,
			      const struct framering_picture *picture,
			      const struct framering_format *to)
{
	const struct framering_format *f = framering_format_find(from->fourcc);
	bool rgb = f ? f->model == FRAMERING_MODEL_RGB : false;

	if (!f)
		return "compressed, or a format without a table";
	if (f == to)
		return NULL;
	if (f->model == FRAMERING_MODEL_BAYER || !knows(find(f), false))
		return "ffmpeg's swscale does not take these";
	if (to->model == FRAMERING_MODEL_BAYER ||
	    to->model == FRAMERING_MODEL_GREY || !knows(find(to), true))
		return "ffmpeg's swscale does not make those";
	if (rgb && to->model != FRAMERING_MODEL_RGB &&
	    !framering_is_full_range(f, picture))
		return "RGB of limited range";
	if (is_small_yuv(f) && is_small_yuv(to) &&
	    (from->width % 2 || from->height % 2))
		return "an odd width or height";
	return NULL;
}

struct framering_picture
converter_picture(const struct framering_geometry *from,
		  const struct framering_picture *picture,
		  const struct framering_format *to)
{
	const struct framering_format *f = framering_format_find(from->fourcc);
	struct framering_picture p = *picture;

	/* Only bytes change places; what has no table is refused. */
	if (!f || (f->model == to->model && f->model == FRAMERING_MODEL_RGB))
		return p;
	p.matrix = (uint8_t)framering_matrix(picture, from->width,
					     from->height);
	/* swscale makes limited luma of RGB, and keeps that of others. */
	p.range = f->model != FRAMERING_MODEL_RGB &&
		  framering_is_full_range(f, picture) ?
		  FRAMERING_RANGE_FULL : FRAMERING_RANGE_LIMITED;
	if (to->model == FRAMERING_MODEL_RGB) {
		p.matrix = 0;
		p.range = FRAMERING_RANGE_FULL;
	}
	if (!framering_format_is_yuv(f) || !framering_format_is_yuv(to))
		p.siting = 0;
	return p;
}

/* H.273's numbers are swscale's, but for BT.601's second one. */
static const int *coefficients(uint32_t matrix)
{
	return sws_getCoefficients(matrix == FRAMERING_MATRIX_BT601 ?
				   SWS_CS_ITU601 : (int)matrix);
}

static void set_colours(struct converter *c,
			const struct framering_picture *picture)
{
	const struct framering_format *f = c->format;
	struct framering_picture p = converter_picture(&c->from, picture,
						       c->to);
	const int *matrix = coefficients(framering_matrix(picture,
							  c->from.width,
							  c->from.height));
	int full = framering_is_full_range(f, picture);
	int made = framering_is_full_range(c->to, &p);

	/* Its grey has no range: so luma stays what it is. */
	if (f->model == FRAMERING_MODEL_GREY && framering_format_is_yuv(c->to))
		full = made = 0;
	sws_setColorspaceDetails(c->sws, matrix, full, matrix, made, 0,
				 1 << 16, 1 << 16);
}

static int make_swscale(struct converter *c,
			const struct framering_picture *picture)
{
	enum AVPixelFormat src = find(c->format);
	enum AVPixelFormat dst = find(c->to);
	int width = (int)c->from.width, height = (int)c->from.height, bytes;

	/* It calls formats by their names of yesterday. */
	av_log_set_level(AV_LOG_FATAL);
	c->sws = sws_getContext(width, height, src, width, height, dst,
				SWS_BILINEAR | SWS_ACCURATE_RND |
				SWS_FULL_CHR_H_INP, NULL, NULL, NULL);
	if (!c->sws)
		return -ENOMEM;
	bytes = av_image_alloc(c->out, c->stride, width, height, dst, ALIGN);
	if (bytes < 0)
		return -ENOMEM;
	/* Whatever it leaves out: nobody's memory goes into a slot. */
	memset(c->out[0], 0, (size_t)bytes);
	set_colours(c, picture);
	return 0;
}

int converter_create(struct converter **converter,
		     const struct framering_geometry *from,
		     const struct framering_picture *picture,
		     const struct framering_format *to)
{
	size_t bytes = (from->frame_bytes + SPARE + ALIGN) / ALIGN * ALIGN;
	struct converter *c;

	if (converter_refusal(from, picture, to))
		return -ENOTSUP;
	c = calloc(1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	c->from = *from;
	c->format = framering_format_find(from->fourcc);
	c->to = to;
	c->memory = aligned_alloc(ALIGN, bytes);
	if (!c->memory ||
	    (from->fourcc != to->fourcc && make_swscale(c, picture))) {
		converter_destroy(c);
		return -ENOMEM;
	}
	memset(c->memory, 0, bytes);
	*converter = c;
	return 0;
}

void converter_destroy(struct converter *converter)
{
	if (!converter)
		return;
	sws_freeContext(converter->sws);
	av_freep(&converter->out[0]);
	free(converter->memory);
	free(converter);
}

struct framering_frame
converter_input(const struct converter *converter,
		const struct framering_frame *frame)
{
	struct framering_frame f = *frame;
	uint32_t i;

	f.geometry = &converter->from;
	/* It is always the same memory. */
	f.slot = 0;
	f.data = converter->memory;
	for (i = 0; i < converter->from.planes; i++)
		f.plane[i] = converter->memory + converter->from.offset[i];
	return f;
}

static size_t copy(const struct converter *c,
		   const struct framering_frame *frame,
		   const uint8_t *const from[], const int stride[])
{
	const struct framering_geometry *g = frame->geometry;
	size_t bytes = 0;
	uint32_t i, y;

	for (i = 0; i < g->planes && from[i]; i++) {
		uint32_t row = framering_row_bytes(c->to, i, g->width);
		uint32_t rows = framering_rows(c->to, i, g->height);

		for (y = 0; y < rows; y++)
			memcpy(frame->plane[i] + (size_t)y * g->stride[i],
			       from[i] + (ptrdiff_t)y * stride[i], row);
		bytes += (size_t)row * rows;
	}
	return bytes;
}

size_t converter_run(struct converter *converter,
		     const struct framering_frame *frame)
{
	struct framering_frame f = converter_input(converter, frame);
	const uint8_t *from[4] = { NULL };
	int stride[4] = { 0 };
	uint32_t i;

	for (i = 0; i < f.geometry->planes; i++) {
		from[i] = f.plane[i];
		stride[i] = (int)f.geometry->stride[i];
	}
	if (!converter->sws)
		return copy(converter, frame, from, stride);
	sws_scale(converter->sws, from, stride, 0, (int)f.geometry->height,
		  converter->out, converter->stride);
	return copy(converter, frame, (const uint8_t *const *)converter->out,
		    converter->stride);
}
