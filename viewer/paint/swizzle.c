// SPDX-License-Identifier: MIT
/* Loops that the compiler turns into many pixels at once. */
#include <string.h>

#include "swizzle.h"
#include "wide.h"

bool swizzle_suits(const struct framering_format *format)
{
	return format->model == FRAMERING_MODEL_RGB && format->bits <= 8 &&
	       format->plane[0].bytes >= 2 && format->plane[0].bytes <= 4;
}

static uint32_t place(const struct samples *s)
{
	return s->at[0] * 8U + s->shift[0];
}

WIDE
static void from_32(const struct samples s[3], const uint8_t *restrict line,
		    uint32_t width, uint32_t *restrict pixels)
{
	uint32_t red = place(&s[0]), green = place(&s[1]), blue = place(&s[2]);
	uint32_t i, word;

	for (i = 0; i < width; i++) {
		memcpy(&word, line + (size_t)i * 4, sizeof(word));
		pixels[i] = 0xff000000U | (word >> red & 255) << 16 |
			    (word >> green & 255) << 8 | (word >> blue & 255);
	}
}

static void from_bytes(const struct samples s[3], const uint8_t *line,
		       uint32_t width, uint32_t *pixels)
{
	for (; width--; line += 3)
		*pixels++ = 0xff000000U | (uint32_t)line[s[0].at[0]] << 16 |
			    (uint32_t)line[s[1].at[0]] << 8 | line[s[2].at[0]];
}

typedef uint8_t bytes16 __attribute__((vector_size(16)));

/*
 * Four pixels at once, as long as the line has the 16 bytes that are read for
 * them. @blue is the byte of blue in a pixel, and red lies opposite.
 */
WIDE
static uint32_t from_24(const uint8_t *restrict line, uint32_t width,
			uint32_t blue, uint32_t *restrict pixels)
{
	const bytes16 alpha = {
		0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255,
	};
	bytes16 in, out;
	uint32_t i;

	for (i = 0; i + 6 <= width; i += 4) {
		memcpy(&in, line + (size_t)i * 3, sizeof(in));
		if (blue)
			out = __builtin_shufflevector(in, in,
				2, 1, 0, 0, 5, 4, 3, 3, 8, 7, 6, 6,
				11, 10, 9, 9);
		else
			out = __builtin_shufflevector(in, in,
				0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8,
				9, 10, 11, 11);
		out |= alpha;
		memcpy(pixels + i, &out, sizeof(out));
	}
	return i;
}

/* 31 becomes 255, and 63, and what is between is rounded: in 16 bits. */
static inline uint16_t wide5(uint32_t value)
{
	return (uint16_t)((uint16_t)((value & 31) * 527 + 23) >> 6);
}

static inline uint16_t wide6(uint32_t value)
{
	return (uint16_t)((uint16_t)((value & 63) * 259 + 33) >> 6);
}

WIDE
static void from_16(const struct samples s[3], const uint8_t *restrict line,
		    uint32_t width, uint32_t *restrict pixels)
{
	uint32_t red = place(&s[0]), blue = place(&s[2]), i;
	uint16_t word;

	for (i = 0; i < width; i++) {
		memcpy(&word, line + (size_t)i * 2, sizeof(word));
		pixels[i] = 0xff000000U | (uint32_t)wide5(word >> red) << 16 |
			    (uint32_t)wide6(word >> 5) << 8 |
			    wide5(word >> blue);
	}
}

void swizzle_line(const struct samples samples[3], const uint8_t *line,
		  uint32_t width, uint32_t *pixels)
{
	uint32_t done;

	switch (samples[0].bytes) {
	case 4:
		from_32(samples, line, width, pixels);
		break;
	case 3:
		done = from_24(line, width, samples[2].at[0], pixels);
		from_bytes(samples, line + (size_t)done * 3, width - done,
			   pixels + done);
		break;
	default:
		from_16(samples, line, width, pixels);
	}
}
