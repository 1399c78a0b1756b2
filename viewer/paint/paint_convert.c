// SPDX-License-Identifier: MIT
/*
 * Cached YUV that the renderer has no texture for, and whose planes lie as
 * SDL wants them: SDL converts from the slot into the locked texture. (An
 * update of a YUV texture would copy the planes first.)
 */
#include <stdio.h>

#include "paint.h"
#include "plane.h"

static bool convert_suits(const struct paint *paint)
{
	return paint_is_cached(paint) && !paint->native &&
	       framering_format_is_yuv(paint->format) &&
	       plane_order_is_sdl(&paint->geometry);
}

static int convert_draw(struct paint *paint,
			const struct framering_frame *frame)
{
	const struct framering_geometry *g = &paint->geometry;
	int pitch, ret;
	void *pixels;

	if (SDL_LockTexture(paint->texture, NULL, &pixels, &pitch))
		return -1;
	ret = SDL_ConvertPixels((int)g->width, (int)g->height, paint->pixel,
				frame->plane[0], (int)g->stride[0],
				paint_rgb(paint), pixels, pitch);
	SDL_UnlockTexture(paint->texture);
	return ret;
}

static void convert_describe(const struct paint *paint, char *text,
			     size_t bytes)
{
	(void)paint;
	snprintf(text, bytes, "no pass of ours: SDL reads the slot and "
		 "converts to RGB into the locked texture");
}

const struct paint_ops paint_convert = {
	.name = "converted",
	.suits = convert_suits,
	.texture = paint_rgb,
	.draw = convert_draw,
	.describe = convert_describe,
};
