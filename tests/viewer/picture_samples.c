// SPDX-License-Identifier: MIT
/* Writes a picture sample by sample, in any format. */
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "picture_samples.h"

/* There and back again between 0 and 24, one step every four. */
static uint32_t wave(uint32_t at)
{
	uint32_t step = at / 4 % 48;

	return step < 24 ? step : 48 - step;
}

static uint32_t random_bits(uint32_t x, uint32_t y)
{
	return (x * 2654435761U + y * 40503U) >> 7 & 0xffff;
}

uint32_t picture_sample(const struct framering_format *format, char letter,
			uint32_t x, uint32_t y, uint32_t bits)
{
	uint32_t one = bits > 8 ? 1U << (bits - 8) : 1;
	uint32_t most = (1U << bits) - 1;

	switch (letter) {
	case 'U':
		return (100 + wave(x + y)) * one + (one - 1) / 3;
	case 'V':
		return (150 - wave(x + y)) * one;
	case 'Y':
		/* Not beyond white: what is there is cut off elsewhere. */
		if (format->model == FRAMERING_MODEL_YUV)
			return 40 * one + random_bits(x, y) % (160 * one);
		break;
	default:
		if (format->model == FRAMERING_MODEL_BAYER)
			return (60 + 2 * wave(x + y) + (letter == 'R') * 80) *
			       one;
	}
	return random_bits(x + (uint32_t)letter, y) & most;
}

/* Bits are written one by one, the lowest first. */
static void put(uint8_t *unit, uint32_t at, uint32_t bits, uint32_t value)
{
	uint32_t i;

	/* Most are whole bytes. */
	for (; at % 8 == 0 && bits >= 8; at += 8, bits -= 8, value >>= 8)
		unit[at / 8] = (uint8_t)value;
	for (i = 0; i < bits; i++, at++)
		unit[at / 8] = (uint8_t)((unit[at / 8] & ~(1U << at % 8)) |
					 (value >> i & 1) << at % 8);
}

/* How often @letter stands in a unit, or a letter of a filter's. */
static uint32_t count(const struct framering_plane_format *p, char letter)
{
	const char *s = p->samples;
	uint32_t bit = 0, n = 0;

	while (bit < p->bytes * 8U) {
		n += *s == letter;
		bit += (uint32_t)strtoul(s + 1, (char **)&s, 10);
		if (!*s)
			s = p->samples;
	}
	return n;
}

static void put_unit(const struct framering_format *format,
		     const struct framering_plane_format *p, uint32_t unit,
		     uint32_t y, uint8_t *bytes)
{
	const char *first = y % 2 && p->odd ? p->odd : p->samples;
	uint32_t seen[128] = { 0 }, bit = 0;
	const char *s = first;

	while (bit < p->bytes * 8U) {
		char letter = *s;
		uint32_t bits = (uint32_t)strtoul(s + 1, (char **)&s, 10);
		uint32_t x = unit * count(p, letter) + seen[(int)letter]++;

		/* Of a filter each letter stands for one of two pixels. */
		if (format->model == FRAMERING_MODEL_BAYER)
			x = unit * 2 + (bit > 0);
		if (letter != 'x' && letter != 'A')
			put(bytes, bit, bits,
			    picture_sample(format, letter, x, y, bits));
		bit += bits;
		if (!*s)
			s = first;
	}
}

void picture_samples_init(struct picture_samples *p,
			  const struct framering_format *format, uint32_t width,
			  uint32_t height, bool noise)
{
	struct framering_geometry *g = &p->geometry;
	uint32_t i, y, unit;

	memset(p, 0, sizeof(*p));
	g->fourcc = format->fourcc;
	g->width = width;
	g->height = height;
	CHECK_EQ(framering_geometry_fill(g, 0, 4096), 0);
	p->memory = malloc(g->frame_bytes);
	CHECK(p->memory);
	for (i = 0; i < g->frame_bytes; i++)
		p->memory[i] = noise ? (uint8_t)random_bits(i, 1) : 0;
	p->frame.geometry = g;
	p->frame.data = p->memory;
	p->frame.bytes = g->frame_bytes;
	for (i = 0; i < g->planes; i++) {
		const struct framering_plane_format *f = &format->plane[i];
		uint8_t *row = p->memory + g->offset[i];

		p->frame.plane[i] = row;
		for (y = 0; y < framering_rows(format, i, height); y++) {
			for (unit = 0; unit * f->unit_width < width; unit++)
				put_unit(format, f, unit, y,
					 row + unit * f->bytes);
			row += g->stride[i];
		}
	}
}

void picture_samples_finish(struct picture_samples *p)
{
	free(p->memory);
}
