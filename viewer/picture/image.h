/* SPDX-License-Identifier: MIT */
/* A picture in red, green and blue, or in grey, for a PNG file. */
#ifndef VIEW_IMAGE_H
#define VIEW_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include <libframering.h>

/**
 * struct image - a picture
 * @width: in pixels
 * @height: in pixels
 * @channels: bytes of a pixel: 3 (red, green, blue) or 1 (grey)
 * @stride: bytes from one line to the next
 * @pixels: the first line
 * @own: memory that image_finish() frees
 */
struct image {
	uint32_t width;
	uint32_t height;
	uint32_t channels;
	size_t stride;
	const uint8_t *pixels;
	uint8_t *own;
};

/* Make room for a picture of three channels. Return: 0 or -ENOMEM. */
int image_init(struct image *image, uint32_t width, uint32_t height);

/**
 * image_from_frame - convert a frame
 * @image: gets the picture; image_finish() it, before the frame is released
 * @frame: its format is known
 * @cache: the mode in effect
 * @copied: gets the bytes that had to be copied first, added
 *
 * SDL converts with the same matrix as for the window.
 *
 * Return: 0, -ENOMEM, -ENOTSUP (SDL cannot).
 */
int image_from_frame(struct image *image, const struct framering_frame *frame,
		     uint32_t cache, uint64_t *copied);

void image_finish(struct image *image);

/*
 * Copy the visible bytes of @frame to @dst, which has plane_bytes(): plane by
 * plane, without padding. @packed becomes the frame there, with @geometry.
 */
void image_pack(const struct framering_frame *frame, uint32_t cache,
		uint8_t *dst, struct framering_frame *packed,
		struct framering_geometry *geometry);

#endif /* VIEW_IMAGE_H */
