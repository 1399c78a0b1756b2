/* SPDX-License-Identifier: MIT */
/* A picture in red, green and blue, for a PNG file. */
#ifndef VIEW_IMAGE_H
#define VIEW_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libframering.h>

#include "shape.h"

/**
 * struct image - a picture
 * @width: in pixels
 * @height: in pixels
 * @stride: bytes from one line to the next
 * @pixels: the first line
 * @own: memory that image_finish() frees
 */
struct image {
	uint32_t width;
	uint32_t height;
	size_t stride;
	const uint8_t *pixels;
	uint8_t *own;
};

/* Make room for a picture. Return: 0 or -ENOMEM. */
int image_init(struct image *image, uint32_t width, uint32_t height);

/**
 * image_from_frame - convert a frame
 * @image: gets the picture; image_finish() it
 * @frame: its format is known
 * @picture: what is told of it
 * @cache: the mode in effect
 * @demosaic: interpolate what a colour filter leaves out
 *
 * Colours are those of the window, and as exact as zimg is.
 *
 * Return: 0, -ENOMEM, -ENOTSUP (there is no way).
 */
int image_from_frame(struct image *image, const struct framering_frame *frame,
		     const struct framering_picture *picture, uint32_t cache,
		     bool demosaic);

/**
 * image_upright - leave what is seen of a frame, and turn it upright
 * @image: from image_from_frame()
 * @shape: of the frame; pixels that are not square stay as they are
 *
 * Return: 0 or -ENOMEM.
 */
int image_upright(struct image *image, const struct shape *shape);

void image_finish(struct image *image);

/*
 * Copy the visible bytes of @frame to @dst, which has plane_bytes(): plane by
 * plane, without padding. @packed becomes the frame there, with @geometry.
 */
void image_pack(const struct framering_frame *frame, uint32_t cache,
		uint8_t *dst, struct framering_frame *packed,
		struct framering_geometry *geometry);

#endif /* VIEW_IMAGE_H */
