/* SPDX-License-Identifier: MIT */
/* Interpolates the colours that a colour filter array leaves out. */
#ifndef VIEW_DEMOSAIC_H
#define VIEW_DEMOSAIC_H

#include <stdint.h>

#include <libframering.h>

/**
 * demosaic_letters - what the filter lets through
 * @format: of FRAMERING_MODEL_BAYER
 * @y: number of a line
 * @letters: gets the colours of the pixels of even and of odd number in it: two
 *	of R, G and B
 */
void demosaic_letters(const struct framering_format *format, uint32_t y,
		      char letters[2]);

/* Give a line its neighbours left and right: @line[-1] and @line[@width]. */
void demosaic_edges(uint16_t *line, uint32_t width);

/**
 * demosaic_line - interpolate a line, bilinearly
 * @line: the line above, the line and the line below, with demosaic_edges()
 * @width: in pixels
 * @letters: from demosaic_letters()
 * @rgb: gets @width samples each of red, green and blue
 */
void demosaic_line(const uint16_t *const line[3], uint32_t width,
		   const char letters[2], uint16_t *const rgb[3]);

#endif /* VIEW_DEMOSAIC_H */
