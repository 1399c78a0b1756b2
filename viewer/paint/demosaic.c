// SPDX-License-Identifier: MIT
/* Bilinear: the mean of the nearest pixels of a colour. */
#include <string.h>

#include "demosaic.h"

#define COLOURS	"RGB"

void demosaic_letters(const struct framering_format *format, uint32_t y,
		      char letters[2])
{
	const struct framering_plane_format *p = &format->plane[0];
	const char *text = y % 2 ? p->odd : p->samples;

	text += strcspn(text, COLOURS);
	letters[0] = *text++;
	text += strcspn(text, COLOURS);
	letters[1] = *text;
}

/* The mirror keeps the filter's period of two. */
void demosaic_edges(uint16_t *line, uint32_t width)
{
	line[-1] = line[width > 1 ? 1 : 0];
	line[width] = line[width > 1 ? width - 2 : 0];
}

static uint16_t *of(uint16_t *const rgb[3], char letter)
{
	return rgb[strchr(COLOURS, letter) - COLOURS];
}

static inline uint16_t mean(uint16_t a, uint16_t b)
{
	return (uint16_t)((a + b + 1) / 2);
}

/* @mask is all ones or zero. */
static inline uint16_t either(uint16_t mask, uint16_t a, uint16_t b)
{
	return (uint16_t)((a & mask) | (b & ~mask));
}

/*
 * Green stands at even numbers, or at odd ones if @odd is 1; between it stands
 * the colour of the line, and above and below each other's colour. All that a
 * pixel can need is computed for each, without a branch, so that the compiler
 * does many at once.
 */
static void interpolate(const uint16_t *restrict above,
			const uint16_t *restrict here,
			const uint16_t *restrict below, uint32_t width,
			uint32_t odd, uint16_t *restrict green,
			uint16_t *restrict colour, uint16_t *restrict other)
{
	int i;

	for (i = 0; i < (int)width; i++) {
		uint16_t mask = (uint16_t)((((uint32_t)i ^ odd) & 1) - 1);
		uint16_t beside = mean(here[i - 1], here[i + 1]);
		uint16_t over = mean(above[i], below[i]);
		uint16_t cross = mean(beside, over);
		uint16_t corners = mean(mean(above[i - 1], above[i + 1]),
					mean(below[i - 1], below[i + 1]));

		green[i] = either(mask, here[i], cross);
		colour[i] = either(mask, beside, here[i]);
		other[i] = either(mask, over, corners);
	}
}

void demosaic_line(const uint16_t *const line[3], uint32_t width,
		   const char letters[2], uint16_t *const rgb[3])
{
	uint32_t odd = letters[0] == 'G' ? 0 : 1;
	char colour = letters[1 - odd];

	interpolate(line[0], line[1], line[2], width, odd, of(rgb, 'G'),
		    of(rgb, colour), of(rgb, colour == 'R' ? 'B' : 'R'));
}
