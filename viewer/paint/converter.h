/* SPDX-License-Identifier: MIT */
/* Converts frames of any format that has a table to red, green and blue. */
#ifndef VIEW_CONVERTER_H
#define VIEW_CONVERTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libframering.h>

/**
 * enum converter_order - how a pixel is written
 * @CONVERTER_ARGB32: a word of 32 bits, alpha highest, all of it
 * @CONVERTER_RGB24: three bytes, red first
 */
enum converter_order {
	CONVERTER_ARGB32,
	CONVERTER_RGB24,
};

struct converter;

/**
 * converter_create - prepare for frames like these
 * @converter: gets it
 * @geometry: of the frames
 * @picture: what is told of them
 * @cache: of the memory where they lie, the mode in effect
 * @demosaic: colours between those that a colour filter lets through are
 *	interpolated; false: what it lets through is shown in grey
 *
 * Return: 0, -ENOMEM, or -ENOTSUP: the format has no table.
 */
int converter_create(struct converter **converter,
		     const struct framering_geometry *geometry,
		     const struct framering_picture *picture, uint32_t cache,
		     bool demosaic);

/* NULL is fine. */
void converter_destroy(struct converter *converter);

/**
 * converter_run - convert a frame
 * @converter: made for frames like this
 * @frame: the frame: each of its lines is read once
 * @pixels: gets the picture, @pitch bytes from one line to the next
 * @pitch: as many as a line of the picture has, or more
 * @order: how a pixel is written
 *
 * Return: 0 or -EIO, which nothing is known to cause.
 */
int converter_run(struct converter *converter,
		  const struct framering_frame *frame, void *pixels,
		  size_t pitch, enum converter_order order);

#endif /* VIEW_CONVERTER_H */
