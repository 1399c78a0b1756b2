/* SPDX-License-Identifier: MIT */
/* SDL's names for the pixel formats. */
#ifndef VIEW_PIXEL_H
#define VIEW_PIXEL_H

#include <stdint.h>

/* SDL's format of the same bytes, SDL_PIXELFORMAT_UNKNOWN if there is none. */
uint32_t pixel_format(uint32_t fourcc);

/*
 * YUV is converted by BT.601 up to 576 lines and by BT.709 above, both in
 * limited range. To be called before anything is converted; SDL's own default
 * is BT.601 for all.
 */
void pixel_choose_matrix(void);

/*
 * An 8-bit format is grey: SDL knows it as an index into a palette. Surfaces
 * can have that, textures cannot.
 */
struct SDL_Palette;
struct SDL_Palette *pixel_grey_palette(void);

#endif /* VIEW_PIXEL_H */
