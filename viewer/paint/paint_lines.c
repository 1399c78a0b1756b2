// SPDX-License-Identifier: MIT
/*
 * RGB in memory that is not cached, and that the renderer has no texture for:
 * streaming loads bring a line at a time into the cache, and SDL's blit
 * converts it from there into the locked texture. The slot is read once, and
 * no whole frame is stored in between.
 */
#include <stdio.h>
#include <stdlib.h>

#include "paint.h"
#include "plane.h"

static bool lines_suits(const struct paint *paint)
{
	return !paint_is_cached(paint) && !paint->native;
}

static int lines_create(struct paint *paint)
{
	uint32_t row = framering_row_bytes(paint->format, 0,
					   paint->geometry.width);

	paint->line = malloc(row);
	if (!paint->line)
		return SDL_OutOfMemory();
	return paint_surfaces(paint, paint->line, 1, row);
}

static int lines_draw(struct paint *paint, const struct framering_frame *frame)
{
	struct plane plane = plane_of(frame, 0);
	SDL_Rect at = { 0, 0, 0, 0 };
	int ret = 0;

	if (paint_lock(paint))
		return -1;
	for (; at.y < (int)plane.rows && !ret; at.y++) {
		framering_load(paint->line, plane.first, plane.row,
			       paint->cache);
		ret = SDL_BlitSurface(paint->source, NULL, paint->target, &at);
		plane.first += plane.stride;
	}
	SDL_UnlockTexture(paint->texture);
	return ret;
}

static void lines_describe(const struct paint *paint, char *text,
			   size_t bytes)
{
	(void)paint;
	snprintf(text, bytes, "streaming loads, line by line, which SDL "
		 "converts into the locked texture");
}

const struct paint_ops paint_lines = {
	.name = "streaming-lines",
	.suits = lines_suits,
	.texture = paint_rgb,
	.create = lines_create,
	.draw = lines_draw,
	.describe = lines_describe,
};
