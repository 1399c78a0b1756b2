// SPDX-License-Identifier: MIT
/* SDL's names for the pixel formats. */
#include <SDL.h>

#include <libframering.h>

#include "graph.h"
#include "pixel.h"

/* DRM's formats are little-endian, SDL's packed ones the machine's. */
_Static_assert(SDL_BYTEORDER == SDL_LIL_ENDIAN, "no big-endian machine");

static const struct {
	uint32_t fourcc;
	uint32_t sdl;
} formats[] = {
	{ DRM_FORMAT_XRGB8888, SDL_PIXELFORMAT_RGB888 },
	{ DRM_FORMAT_ARGB8888, SDL_PIXELFORMAT_ARGB8888 },
	{ DRM_FORMAT_XBGR8888, SDL_PIXELFORMAT_BGR888 },
	{ DRM_FORMAT_RGB565, SDL_PIXELFORMAT_RGB565 },
	{ DRM_FORMAT_YUYV, SDL_PIXELFORMAT_YUY2 },
	{ DRM_FORMAT_UYVY, SDL_PIXELFORMAT_UYVY },
	{ DRM_FORMAT_NV12, SDL_PIXELFORMAT_NV12 },
	{ DRM_FORMAT_NV21, SDL_PIXELFORMAT_NV21 },
	{ DRM_FORMAT_YUV420, SDL_PIXELFORMAT_IYUV },
	{ DRM_FORMAT_YVU420, SDL_PIXELFORMAT_YV12 },
	{ DRM_FORMAT_R8, SDL_PIXELFORMAT_INDEX8 },
};

uint32_t pixel_format(uint32_t fourcc)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].fourcc == fourcc)
			return formats[i].sdl;
	return SDL_PIXELFORMAT_UNKNOWN;
}

static bool is_bt601(uint32_t matrix)
{
	return matrix == FRAMERING_MATRIX_BT601 ||
	       matrix == FRAMERING_MATRIX_BT470BG;
}

bool pixel_is_right(const struct framering_geometry *geometry,
		    const struct framering_picture *picture)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	uint32_t matrix = framering_matrix(picture, geometry->width,
					   geometry->height);

	if (!format || graph_maps_hdr(picture) ||
	    pixel_format(geometry->fourcc) == SDL_PIXELFORMAT_UNKNOWN)
		return false;
	if (!framering_format_is_yuv(format))
		return picture->range != FRAMERING_RANGE_LIMITED;
	return is_bt601(matrix) || (matrix == FRAMERING_MATRIX_BT709 &&
				    picture->range != FRAMERING_RANGE_FULL);
}

void pixel_choose_matrix(const struct framering_geometry *geometry,
			 const struct framering_picture *picture)
{
	uint32_t matrix = framering_matrix(picture, geometry->width,
					   geometry->height);

	if (picture->range == FRAMERING_RANGE_FULL)
		SDL_SetYUVConversionMode(SDL_YUV_CONVERSION_JPEG);
	else if (is_bt601(matrix))
		SDL_SetYUVConversionMode(SDL_YUV_CONVERSION_BT601);
	else
		SDL_SetYUVConversionMode(SDL_YUV_CONVERSION_BT709);
}

struct SDL_Palette *pixel_grey_palette(void)
{
	SDL_Palette *palette = SDL_AllocPalette(256);
	SDL_Color grey[256];
	int i;

	if (!palette)
		return NULL;
	for (i = 0; i < 256; i++)
		grey[i] = (SDL_Color) { (Uint8)i, (Uint8)i, (Uint8)i, 255 };
	SDL_SetPaletteColors(palette, grey, 0, 256);
	return palette;
}
