// SPDX-License-Identifier: MIT
/* The same picture for ffmpeg's swscale, and what that makes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>

#include "harness.h"
#include "swscale.h"

static uint32_t chroma(const struct framering_format *f, bool height)
{
	const struct framering_plane_format *p = &f->plane[f->planes > 1];

	if (height)
		return p->unit_height;
	/* Of a packed format, two pixels share each sample. */
	return f->planes > 1 ? p->unit_width : 2;
}

/* ffmpeg's planar format of the same samples. */
static enum AVPixelFormat planar(const struct framering_format *f)
{
	static const char *const yuv[5][5] = {
		[1] = { [1] = "yuv444p" },
		[2] = { [1] = "yuv422p", [2] = "yuv420p" },
		[4] = { [1] = "yuv411p", [4] = "yuv410p" },
	};
	char name[32];

	if (f->model == FRAMERING_MODEL_BAYER)
		snprintf(name, sizeof(name), "bayer_%.4s16le", f->name);
	else if (f->bits == 8)
		snprintf(name, sizeof(name), "%s",
			 f->model == FRAMERING_MODEL_YUV ?
			 yuv[chroma(f, false)][chroma(f, true)] : "gray");
	else
		snprintf(name, sizeof(name), "%s%ule",
			 f->model == FRAMERING_MODEL_RGB ? "gbrp" :
			 f->model == FRAMERING_MODEL_GREY ? "gray" :
			 yuv[chroma(f, false)][chroma(f, true)], f->bits);
	for (char *c = name; *c; c++)
		*c |= *c >= 'A' && *c <= 'Z' ? ' ' : 0;
	return av_get_pix_fmt(name);
}

static void allocate(struct swscale_picture *o, uint32_t width,
		     uint32_t height)
{
	const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(o->format);
	int i, lines;

	memset(o->data, 0, sizeof(o->data));
	CHECK_LE(0, av_image_fill_linesizes(o->stride, o->format,
					    (int)width + SWSCALE_SPARE));
	for (i = 0; i < 4 && o->stride[i]; i++) {
		lines = i == 1 || i == 2 ?
			AV_CEIL_RSHIFT((int)height, d->log2_chroma_h) :
			(int)height;
		o->stride[i] = (o->stride[i] + SWSCALE_SPARE) & ~63;
		o->data[i] = aligned_alloc(64, (size_t)o->stride[i] *
					       (size_t)(lines + 2));
		CHECK(o->data[i]);
		memset(o->data[i], 0, (size_t)o->stride[i] *
				      (size_t)(lines + 2));
	}
}

void swscale_picture_finish(struct swscale_picture *o)
{
	for (int i = 0; i < 4; i++)
		free(o->data[i]);
}

/* Line after line, where ffmpeg's format has the same bytes as ours. */
static void copy(struct swscale_picture *o, const struct picture_samples *p,
		 const struct framering_format *f)
{
	const struct framering_geometry *g = &p->geometry;
	uint32_t i, y;

	for (i = 0; i < g->planes; i++)
		for (y = 0; y < framering_rows(f, i, g->height); y++)
			memcpy(o->data[i] + (int)y * o->stride[i],
			       p->frame.plane[i] + y * g->stride[i],
			       framering_row_bytes(f, i, g->width));
}

/* Sample by sample into planes of ffmpeg's. */
static void redraw(struct swscale_picture *o, const struct picture_samples *p,
		   const struct framering_format *f)
{
	const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(o->format);
	const char *letters = f->model == FRAMERING_MODEL_RGB ? "GBR" : "YUV";
	int width = (int)p->geometry.width, height = (int)p->geometry.height;
	bool filter = f->model == FRAMERING_MODEL_BAYER;
	int i, x, y;

	for (i = 0; i < 3 && o->data[i]; i++) {
		int w = i ? AV_CEIL_RSHIFT(width, d->log2_chroma_w) : width;
		int h = i ? AV_CEIL_RSHIFT(height, d->log2_chroma_h) : height;

		for (y = 0; y < h; y++)
			for (x = 0; x < w; x++) {
				uint8_t *at = o->data[i] + y * o->stride[i];
				char letter = filter ?
					f->name[y % 2 * 2 + x % 2] : letters[i];
				uint32_t v = picture_sample(f, letter,
					(uint32_t)x, (uint32_t)y, f->bits);

				/* A filter's samples are 16 bits here. */
				v <<= filter ? 16 - f->bits : 0;
				if (f->bits == 8 && !filter)
					at[x] = (uint8_t)v;
				else
					((uint16_t *)at)[x] = (uint16_t)v;
			}
	}
}

void swscale_picture_init(struct swscale_picture *o,
			  const struct picture_samples *p,
			  const struct framering_format *f)
{
	const char *alias = framering_format_alias(f->fourcc, 0);
	bool same;

	o->format = alias ? av_get_pix_fmt(alias) : AV_PIX_FMT_NONE;
	same = o->format != AV_PIX_FMT_NONE &&
	       sws_isSupportedInput(o->format);
	if (!same)
		o->format = planar(f);
	CHECK_NE(o->format, AV_PIX_FMT_NONE);
	allocate(o, p->geometry.width, p->geometry.height);
	if (same)
		copy(o, p, f);
	else
		redraw(o, p, f);
}

uint8_t *swscale_run(const struct swscale_picture *o, uint32_t width,
		     uint32_t height, size_t stride, int colour, bool full)
{
	struct SwsContext *sws;
	int strides[4] = { (int)stride };
	uint8_t *rgb = aligned_alloc(64, stride * (height + 1));
	uint8_t *dst[4] = { rgb };
	int ret;

	CHECK(rgb);
	sws = sws_getContext((int)width, (int)height, o->format, (int)width,
			     (int)height, AV_PIX_FMT_RGB24, SWS_BILINEAR |
			     SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT |
			     SWS_FULL_CHR_H_INP | SWS_BITEXACT, NULL, NULL,
			     NULL);
	CHECK(sws);
	sws_setColorspaceDetails(sws, sws_getCoefficients(colour), full,
				 sws_getCoefficients(colour), 1, 0, 1 << 16,
				 1 << 16);
	ret = sws_scale(sws, (const uint8_t *const *)o->data, o->stride, 0,
			(int)height, dst, strides);
	sws_freeContext(sws);
	CHECK_EQ(ret, height);
	return rgb;
}
