// SPDX-License-Identifier: MIT
/* The texture, and surfaces around it and the slot, for the drawing paths. */
#include "paint.h"
#include "pixel.h"

bool paint_is_cached(const struct paint *paint)
{
	return paint->cache == FRAMERING_CACHE_WB;
}

const char *paint_loads(const struct paint *paint)
{
	return paint_is_cached(paint) ? "plain loads" : "streaming loads";
}

uint32_t paint_argb(const struct paint *paint)
{
	(void)paint;
	return SDL_PIXELFORMAT_ARGB8888;
}

uint32_t paint_rgb(const struct paint *paint)
{
	return paint->renderer.texture_formats[0];
}

int paint_surfaces(struct paint *paint, void *pixels, uint32_t height,
		   uint32_t pitch)
{
	int width = (int)paint->geometry.width;
	SDL_Palette *palette;
	int ret = 0;

	paint->source = SDL_CreateRGBSurfaceWithFormatFrom(pixels, width,
			(int)height, 0, (int)pitch, paint->pixel);
	paint->target = SDL_CreateRGBSurfaceWithFormatFrom(NULL, width,
			(int)paint->geometry.height, 0, 0,
			paint->ops->texture(paint));
	if (!paint->source || !paint->target)
		return -1;
	SDL_SetSurfaceBlendMode(paint->source, SDL_BLENDMODE_NONE);
	if (SDL_ISPIXELFORMAT_INDEXED(paint->pixel)) {
		palette = pixel_grey_palette();
		ret = palette ? SDL_SetSurfacePalette(paint->source, palette) :
				-1;
		SDL_FreePalette(palette);
	}
	return ret;
}

int paint_lock(struct paint *paint)
{
	return SDL_LockTexture(paint->texture, NULL, &paint->target->pixels,
			       &paint->target->pitch);
}
