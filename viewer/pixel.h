/* SPDX-License-Identifier: MIT */
/* SDL's names for the pixel formats. */
#ifndef VIEW_PIXEL_H
#define VIEW_PIXEL_H

#include <stdint.h>

/* SDL's format of the same bytes, SDL_PIXELFORMAT_UNKNOWN if there is none. */
uint32_t pixel_format(uint32_t fourcc);

/*
 * An 8-bit format is grey: SDL knows it as an index into a palette. Surfaces
 * can have that, textures cannot.
 */
struct SDL_Palette;
struct SDL_Palette *pixel_grey_palette(void);

#endif /* VIEW_PIXEL_H */
