// SPDX-License-Identifier: MIT
/*
 * Cached RGB that the renderer has no texture for: the slot is wrapped as a
 * surface, and SDL's blit reads it once, converting into the locked texture.
 * Grey is a surface with a palette.
 */
#include <stdio.h>

#include "paint.h"

static bool wrap_suits(const struct paint *paint)
{
	return paint_is_cached(paint) && !paint->native;
}

static int wrap_create(struct paint *paint)
{
	/* Around no slot yet: wrap_draw() sets its address. */
	return paint_surfaces(paint, NULL, paint->geometry.height,
			      paint->geometry.stride[0]);
}

static int wrap_draw(struct paint *paint, const struct framering_frame *frame)
{
	int ret;

	if (paint_lock(paint))
		return -1;
	paint->source->pixels = frame->plane[0];
	ret = SDL_BlitSurface(paint->source, NULL, paint->target, NULL);
	SDL_UnlockTexture(paint->texture);
	return ret;
}

static void wrap_describe(const struct paint *paint, char *text, size_t bytes)
{
	(void)paint;
	snprintf(text, bytes, "wrapped surface, no pass of ours: SDL's blit "
		 "reads the slot and writes the locked texture");
}

const struct paint_ops paint_wrap = {
	.name = "wrapped-surface",
	.suits = wrap_suits,
	.texture = paint_rgb,
	.create = wrap_create,
	.draw = wrap_draw,
	.describe = wrap_describe,
};
