/* SPDX-License-Identifier: MIT */
/* The same picture for ffmpeg's swscale, and what that makes of it. */
#ifndef TEST_SWSCALE_H
#define TEST_SWSCALE_H

#include <stdbool.h>

#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>

#include "picture_samples.h"

/* What swscale may read and write behind a line. */
#define SWSCALE_SPARE	64

/**
 * struct swscale_picture - the same picture for swscale
 * @format: ffmpeg's
 * @data: planes
 * @stride: bytes from line to line
 */
struct swscale_picture {
	enum AVPixelFormat format;
	uint8_t *data[4];
	int stride[4];
};

/*
 * Byte by byte, where ffmpeg has a format of the same bytes that swscale takes;
 * else sample by sample, in the planar format of the same samples.
 */
void swscale_picture_init(struct swscale_picture *o,
			  const struct picture_samples *p,
			  const struct framering_format *f);
void swscale_picture_finish(struct swscale_picture *o);

/*
 * Red, green and blue of @width * @height pixels as exactly as swscale can,
 * @stride bytes from line to line, from malloc(). @colour is an SWS_CS_.
 */
uint8_t *swscale_run(const struct swscale_picture *o, uint32_t width,
		     uint32_t height, size_t stride, int colour, bool full);

#endif /* TEST_SWSCALE_H */
