// SPDX-License-Identifier: MIT
/*
 * All that SDL does not know, or would show in wrong colours: zimg converts it
 * line by line, from the slot into the locked texture. See converter.c.
 */
#include <stdio.h>

#include "converter.h"
#include "paint.h"
#include "pixel.h"

static bool zimg_suits(const struct paint *paint)
{
	return !pixel_is_right(&paint->geometry, &paint->picture);
}

static int zimg_create(struct paint *paint)
{
	int ret = converter_create(&paint->converter[0], &paint->geometry,
				   &paint->picture, paint->cache,
				   paint->style.demosaic);

	if (ret == -ENOMEM)
		return SDL_OutOfMemory();
	return ret ? SDL_SetError("no way to convert it") : 0;
}

static int zimg_draw(struct paint *paint, const struct framering_frame *frame)
{
	void *pixels;
	int pitch, ret;

	if (SDL_LockTexture(paint->texture, NULL, &pixels, &pitch))
		return -1;
	ret = converter_run(paint->converter[0], frame, pixels, (size_t)pitch,
			    CONVERTER_ARGB32);
	SDL_UnlockTexture(paint->texture);
	return ret ? SDL_SetError("zimg failed") : 0;
}

static void zimg_describe(const struct paint *paint, char *text, size_t bytes)
{
	snprintf(text, bytes, "%s, line by line, which zimg converts into the "
		 "locked texture", paint_loads(paint));
}

const struct paint_ops paint_zimg = {
	.name = "zimg",
	.suits = zimg_suits,
	.texture = paint_argb,
	.create = zimg_create,
	.draw = zimg_draw,
	.describe = zimg_describe,
};
