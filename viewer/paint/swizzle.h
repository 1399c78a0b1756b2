/* SPDX-License-Identifier: MIT */
/* Red, green and blue that only have to change places. */
#ifndef VIEW_SWIZZLE_H
#define VIEW_SWIZZLE_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

#include "samples.h"

/* Pixels are words of 32 bits with three bytes in them, or of 24 or 16 bits. */
bool swizzle_suits(const struct framering_format *format);

/**
 * swizzle_line - put the bytes of a line in place
 * @samples: where red, green and blue lie
 * @line: the line
 * @width: in pixels
 * @pixels: gets words of 32 bits, blue lowest, alpha highest and all of it
 */
void swizzle_line(const struct samples samples[3], const uint8_t *line,
		  uint32_t width, uint32_t *pixels);

#endif /* VIEW_SWIZZLE_H */
