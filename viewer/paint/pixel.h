/* SPDX-License-Identifier: MIT */
/* SDL's names for the pixel formats. */
#ifndef VIEW_PIXEL_H
#define VIEW_PIXEL_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

/* SDL's format of the same bytes, SDL_PIXELFORMAT_UNKNOWN if there is none. */
uint32_t pixel_format(uint32_t fourcc);

/**
 * pixel_is_right - whether SDL shows such frames in their colours
 * @geometry: of the frames
 * @picture: what is told of them; what is not goes by framering_matrix()
 *
 * It does not know most formats. Of YUV it knows BT.601 in both ranges and
 * BT.709 in limited range, of RGB and grey only full range, and no HDR.
 */
bool pixel_is_right(const struct framering_geometry *geometry,
		    const struct framering_picture *picture);

/*
 * How SDL is to convert YUV from here on: as pixel_is_right() found. It has one
 * such setting for all that it converts: so this is called before each frame.
 */
void pixel_choose_matrix(const struct framering_geometry *geometry,
			 const struct framering_picture *picture);

/*
 * An 8-bit format is grey: SDL knows it as an index into a palette. Surfaces
 * can have that, textures cannot.
 */
struct SDL_Palette;
struct SDL_Palette *pixel_grey_palette(void);

#endif /* VIEW_PIXEL_H */
