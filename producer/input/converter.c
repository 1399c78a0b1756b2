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
 * @sws: swscale's
 * @from: what is converted
 * @memory: where that lies
 * @to: what it becomes
 * @out: where swscale writes, by plane
 * @stride: bytes from line to line there
 */
struct converter {
	struct SwsContext *sws;
	struct framering_geometry from;
	uint8_t *memory;
	const struct framering_format *to;
	uint8_t *out[4];
	int stride[4];
};

/* ffmpeg's name is the first other name, or its own in small letters. */
static enum AVPixelFormat find(const struct framering_format *format)
{
	const char *alias = framering_format_alias(format->fourcc, 0);
	enum AVPixelFormat found = alias ? av_get_pix_fmt(alias) :
					   AV_PIX_FMT_NONE;
	char name[sizeof(format->name)] = "";
	size_t i;

	for (i = 0; i + 1 < sizeof(name); i++)
		name[i] = (char)tolower((unsigned char)format->name[i]);
	return found == AV_PIX_FMT_NONE ? av_get_pix_fmt(name) : found;
}

static bool is_full(const struct framering_format *format,
		    const struct framering_picture *picture)
{
	if (picture->range)
		return picture->range == FRAMERING_RANGE_FULL;
	return !framering_format_is_yuv(format);
}

struct framering_picture
converter_picture(const struct framering_geometry *from,
		  const struct framering_picture *picture,
		  const struct framering_format *to)
{
	const struct framering_format *f = framering_format_find(from->fourcc);
	bool rgb = f->model == FRAMERING_MODEL_RGB;
	struct framering_picture p = *picture;

	p.matrix = (uint8_t)framering_matrix(picture, from->width,
					     from->height);
	/* swscale makes limited luma of RGB, and keeps that of YUV. */
	p.range = !rgb && is_full(f, picture) ? FRAMERING_RANGE_FULL :
						FRAMERING_RANGE_LIMITED;
	if (to->model == FRAMERING_MODEL_RGB) {
		p.matrix = 0;
		p.range = FRAMERING_RANGE_FULL;
	}
	if (to->model != FRAMERING_MODEL_YUV || rgb)
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
	const struct framering_format *f =
		framering_format_find(c->from.fourcc);
	struct framering_picture p = converter_picture(&c->from, picture,
						       c->to);
	const int *matrix = coefficients(framering_matrix(picture,
							  c->from.width,
							  c->from.height));

	sws_setColorspaceDetails(c->sws, matrix, is_full(f, picture), matrix,
				 is_full(c->to, &p), 0, 1 << 16, 1 << 16);
}

static int allocate(struct converter *c, enum AVPixelFormat to)
{
	c->memory = aligned_alloc(ALIGN, (c->from.frame_bytes + SPARE + ALIGN) /
					 ALIGN * ALIGN);
	if (!c->memory)
		return -ENOMEM;
	return av_image_alloc(c->out, c->stride, (int)c->from.width,
			      (int)c->from.height, to, ALIGN) < 0 ? -ENOMEM : 0;
}

int converter_create(struct converter **converter,
		     const struct framering_geometry *from,
		     const struct framering_picture *picture,
		     const struct framering_format *to)
{
	const struct framering_format *f = framering_format_find(from->fourcc);
	enum AVPixelFormat src = f ? find(f) : AV_PIX_FMT_NONE, dst = find(to);
	int width = (int)from->width, height = (int)from->height;
	struct converter *c;

	/* It calls formats by their names of yesterday. */
	av_log_set_level(AV_LOG_FATAL);
	if (src == AV_PIX_FMT_NONE || dst == AV_PIX_FMT_NONE ||
	    !sws_isSupportedInput(src) || !sws_isSupportedOutput(dst))
		return -ENOTSUP;
	c = calloc(1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	c->from = *from;
	c->to = to;
	c->sws = sws_getContext(width, height, src, width, height, dst,
				SWS_BILINEAR | SWS_ACCURATE_RND |
				SWS_FULL_CHR_H_INP, NULL, NULL, NULL);
	if (!c->sws || allocate(c, dst)) {
		converter_destroy(c);
		return -ENOMEM;
	}
	set_colours(c, picture);
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

void converter_run(struct converter *converter,
		   const struct framering_frame *frame)
{
	struct framering_frame f = converter_input(converter, frame);
	const struct framering_geometry *g = frame->geometry;
	const uint8_t *src[4] = { NULL };
	int stride[4] = { 0 };
	uint32_t i, y;

	for (i = 0; i < f.geometry->planes; i++) {
		src[i] = f.plane[i];
		stride[i] = (int)f.geometry->stride[i];
	}
	sws_scale(converter->sws, src, stride, 0, (int)f.geometry->height,
		  converter->out, converter->stride);
	for (i = 0; i < g->planes; i++)
		for (y = 0; y < framering_rows(converter->to, i, g->height);
		     y++)
			memcpy(frame->plane[i] + (size_t)y * g->stride[i],
			       converter->out[i] +
			       (ptrdiff_t)y * converter->stride[i],
			       framering_row_bytes(converter->to, i,
						   g->width));
}
