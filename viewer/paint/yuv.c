// SPDX-License-Identifier: MIT
/*
 * YUV of 8 bits becomes red, green and blue, in products of 16 bits that the
 * compiler makes many of at once. The result is within 1 of the exact one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"
#include "wide.h"
#include "yuv.h"

/* Bits of the sums behind the point: with more, blue could overflow. */
#define FRACTION	5

/**
 * struct yuv - what is needed to convert frames
 * @reader: reads their lines
 * @chroma: a line of Cb and one of Cr, a sample for each pixel
 * @packed: a line of luma where it lies among the others
 * @black: luma of black
 * @luma: its weight, in 1/2^14
 * @red: weight of Cr in red, in 1/2^13
 * @green: weights of Cb and Cr in green, the same
 * @blue: weight of Cb in blue, the same
 */
struct yuv {
	struct reader reader;
	uint8_t *chroma[2];
	uint8_t *packed;
	int16_t black;
	int16_t luma;
	int16_t red;
	int16_t green[2];
	int16_t blue;
};

/* Shares of red and blue in luma, as H.273 has them. */
static const struct {
	uint32_t matrix;
	double red;
	double blue;
} shares[] = {
	{ FRAMERING_MATRIX_BT709, 0.2126, 0.0722 },
	{ FRAMERING_MATRIX_FCC, 0.30, 0.11 },
	{ FRAMERING_MATRIX_SMPTE240M, 0.212, 0.087 },
	{ FRAMERING_MATRIX_BT2020, 0.2627, 0.0593 },
	/* Also as BT.470BG, and what there may be else. */
	{ FRAMERING_MATRIX_BT601, 0.299, 0.114 },
};

bool yuv_suits(const struct framering_format *format)
{
	const struct framering_plane_format *p;
	struct samples cb;

	if (format->model != FRAMERING_MODEL_YUV || format->bits != 8 ||
	    samples_find(&cb, format, "U"))
		return false;
	p = &format->plane[cb.plane];
	return p->unit_width == 2 * cb.count;
}

static int16_t weight(double value, int bits)
{
	value *= 1 << bits;
	return (int16_t)(value < 0 ? value - 0.5 : value + 0.5);
}

static void find_weights(struct yuv *yuv,
			 const struct framering_geometry *geometry,
			 const struct framering_picture *picture)
{
	uint32_t matrix = framering_matrix(picture, geometry->width,
					   geometry->height);
	bool full = picture->range == FRAMERING_RANGE_FULL;
	double luma = full ? 1 : 255.0 / 219, chroma = full ? 1 : 255.0 / 224;
	double green, red, blue;
	size_t i = 0;

	while (i + 1 < sizeof(shares) / sizeof(shares[0]) &&
	       shares[i].matrix != matrix)
		i++;
	red = 2 * (1 - shares[i].red) * chroma;
	blue = 2 * (1 - shares[i].blue) * chroma;
	green = 1 - shares[i].red - shares[i].blue;
	yuv->black = full ? 0 : 16;
	yuv->luma = weight(luma, 14);
	yuv->red = weight(red, 13);
	yuv->green[0] = weight(-blue * shares[i].blue / green, 13);
	yuv->green[1] = weight(-red * shares[i].red / green, 13);
	yuv->blue = weight(blue, 13);
}

int yuv_create(struct yuv **yuv, const struct framering_geometry *geometry,
	       const struct framering_picture *picture, uint32_t cache)
{
	/* Whole pairs of pixels. */
	size_t bytes = (geometry->width + 1) & ~1U;
	struct yuv *y = calloc(1, sizeof(*y));

	if (!y)
		return -ENOMEM;
	y->chroma[0] = malloc(bytes);
	y->chroma[1] = malloc(bytes);
	y->packed = malloc(bytes);
	if (!y->chroma[0] || !y->chroma[1] || !y->packed ||
	    reader_init(&y->reader, geometry, cache, false)) {
		yuv_destroy(y);
		return -ENOMEM;
	}
	find_weights(y, geometry, picture);
	*yuv = y;
	return 0;
}

void yuv_destroy(struct yuv *yuv)
{
	if (!yuv)
		return;
	reader_finish(&yuv->reader);
	free(yuv->chroma[0]);
	free(yuv->chroma[1]);
	free(yuv->packed);
	free(yuv);
}

/* Each sample of a line of its own for two pixels. */
WIDE
static void spread(const uint8_t *restrict from, uint32_t count,
		   uint8_t *restrict to)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		uint16_t both = (uint16_t)(from[i] * 0x101);

		memcpy(to + (size_t)i * 2, &both, sizeof(both));
	}
}

/* Of two in turns. */
WIDE
static void spread_pairs(const uint8_t *restrict from, uint32_t shift,
			 uint32_t count, uint8_t *restrict to)
{
	uint16_t pair, both;
	uint32_t i;

	for (i = 0; i < count; i++) {
		memcpy(&pair, from + (size_t)i * 2, sizeof(pair));
		both = (uint16_t)((pair >> shift & 255) * 0x101);
		memcpy(to + (size_t)i * 2, &both, sizeof(both));
	}
}

/* Of two pixels' words. */
WIDE
static void spread_words(const uint8_t *restrict from, uint32_t shift,
			 uint32_t count, uint8_t *restrict to)
{
	uint32_t word, i;
	uint16_t both;

	for (i = 0; i < count; i++) {
		memcpy(&word, from + (size_t)i * 4, sizeof(word));
		both = (uint16_t)((word >> shift & 255) * 0x101);
		memcpy(to + (size_t)i * 2, &both, sizeof(both));
	}
}

/* Luma out of the same. */
WIDE
static void unpack(const uint8_t *restrict from, uint32_t shift, uint32_t count,
		   uint8_t *restrict to)
{
	uint16_t pair;
	uint32_t i;

	for (i = 0; i < count; i++) {
		memcpy(&pair, from + (size_t)i * 2, sizeof(pair));
		to[i] = (uint8_t)(pair >> shift);
	}
}

/* The upper half of the product. */
static inline int16_t part(int16_t value, int16_t weight)
{
	return (int16_t)(((int32_t)value * weight) >> 16);
}

static inline uint16_t clamp(int16_t sum)
{
	int16_t value = (int16_t)(sum >> FRACTION);

	value = value < 0 ? 0 : value;
	return (uint16_t)(value > 255 ? 255 : value);
}

/*
 * Luma is lifted by 7 bits and chroma by 8, so that what is left of the product
 * has FRACTION bits behind the point.
 */
WIDE
static void write_line(const struct yuv *yuv, const uint8_t *restrict luma,
		       const uint8_t *restrict blue,
		       const uint8_t *restrict red, uint32_t width,
		       uint32_t *restrict pixels)
{
	const struct yuv w = *yuv;
	uint32_t i;

	for (i = 0; i < width; i++) {
		int16_t y = (int16_t)((luma[i] - w.black) * 128);
		int16_t u = (int16_t)((blue[i] - 128) * 256);
		int16_t v = (int16_t)((red[i] - 128) * 256);
		int16_t sum = (int16_t)(part(y, w.luma) +
					(1 << (FRACTION - 1)));
		int16_t r = (int16_t)(sum + part(v, w.red));
		int16_t g = (int16_t)(sum + part(u, w.green[0]) +
				      part(v, w.green[1]));
		int16_t b = (int16_t)(sum + part(u, w.blue));

		pixels[i] = (uint32_t)(uint16_t)(0xff00 | clamp(r)) << 16 |
			    (uint16_t)(clamp(g) << 8 | clamp(b));
	}
}

/* Cb (@i is 0) or Cr out of @line. */
static void read_chroma(struct yuv *yuv, uint32_t i, const uint8_t *line)
{
	const struct samples *s = &yuv->reader.samples[1 + i];
	uint32_t count = (yuv->reader.geometry.width + 1) / 2;
	uint32_t shift = s->at[0] * 8U;

	switch (s->bytes) {
	case 1:
		spread(line, count, yuv->chroma[i]);
		break;
	case 2:
		spread_pairs(line, shift, count, yuv->chroma[i]);
		break;
	default:
		spread_words(line, shift, count, yuv->chroma[i]);
	}
}

/* All of a line is in one place, which is read once. */
static const uint8_t *read_packed(struct yuv *yuv, uint32_t y)
{
	struct reader *r = &yuv->reader;
	const uint8_t *line = reader_raw(r, 0, y, false);

	read_chroma(yuv, 0, line);
	read_chroma(yuv, 1, line);
	unpack(line, r->samples[0].at[0] * 8U, r->geometry.width, yuv->packed);
	return yuv->packed;
}

/* Luma of line @y; chroma as well, if it is the first that this covers. */
static const uint8_t *read_line(struct yuv *yuv, uint32_t y)
{
	struct reader *r = &yuv->reader;
	uint32_t cb = r->samples[1].plane, cr = r->samples[2].plane;
	const uint8_t *line;

	if (r->format->planes == 1)
		return read_packed(yuv, y);
	if (y % r->chroma[1] == 0) {
		line = reader_raw(r, cb, y / r->chroma[1], false);
		read_chroma(yuv, 0, line);
		if (cr != cb)
			line = reader_raw(r, cr, y / r->chroma[1], false);
		read_chroma(yuv, 1, line);
	}
	return reader_raw(r, 0, y, false);
}

void yuv_run(struct yuv *yuv, const struct framering_frame *frame,
	     uint8_t *pixels, size_t pitch)
{
	const struct framering_geometry *g = &yuv->reader.geometry;
	uint32_t y;

	reader_begin(&yuv->reader, frame);
	for (y = 0; y < g->height; y++)
		write_line(yuv, read_line(yuv, y), yuv->chroma[0],
			   yuv->chroma[1], g->width,
			   (uint32_t *)(pixels + y * pitch));
}
