// SPDX-License-Identifier: MIT
/*
 * Memory that is not cached: streaming loads fill the locked texture, which
 * has the frames' own format. SDL's planes follow each other without gaps.
 */
#include <stdio.h>

#include "paint.h"
#include "plane.h"

static bool load_suits(const struct paint *paint)
{
	return !paint_is_cached(paint) && paint->native;
}

static uint32_t load_texture(const struct paint *paint)
{
	return paint->pixel;
}

static int load_draw(struct paint *paint, const struct framering_frame *frame)
{
	size_t half, pitch;
	void *pixels;
	uint8_t *dst;
	uint32_t i;
	int first;

	if (SDL_LockTexture(paint->texture, NULL, &pixels, &first))
		return -1;
	dst = pixels;
	pitch = (size_t)first;
	half = (pitch + 1) / 2;
	for (i = 0; i < paint->geometry.planes; i++) {
		struct plane plane = plane_of(frame, i);

		plane_load(dst, pitch, &plane, paint->cache);
		dst += pitch * plane.rows;
		if (i + 1 < paint->geometry.planes)
			pitch = half * paint->format->plane[i + 1].bytes;
	}
	SDL_UnlockTexture(paint->texture);
	return 0;
}

static void load_describe(const struct paint *paint, char *text, size_t bytes)
{
	(void)paint;
	snprintf(text, bytes, "streaming loads into locked texture");
}

const struct paint_ops paint_load = {
	.name = "streaming-loads",
	.suits = load_suits,
	.texture = load_texture,
	.draw = load_draw,
	.describe = load_describe,
};
