// SPDX-License-Identifier: MIT
/*
 * Cached memory: SDL updates a texture of the frames' own format from the
 * planes in the slot.
 */
#include <stdio.h>
#include <string.h>

#include "paint.h"
#include "plane.h"

static bool update_suits(const struct paint *paint)
{
	return paint_is_cached(paint) && paint->native;
}

static uint32_t update_texture(const struct paint *paint)
{
	return paint->pixel;
}

static int update_draw(struct paint *paint,
		       const struct framering_frame *frame)
{
	uint8_t *const *plane = frame->plane;
	int stride[3], i;

	for (i = 0; i < 3; i++)
		stride[i] = (int)paint->geometry.stride[i];
	/* SDL takes luma, Cb and Cr, in whatever order they are stored. */
	switch (paint->pixel) {
	case SDL_PIXELFORMAT_IYUV:
		return SDL_UpdateYUVTexture(paint->texture, NULL,
					    plane[0], stride[0],
					    plane[1], stride[1],
					    plane[2], stride[2]);
	case SDL_PIXELFORMAT_YV12:
		return SDL_UpdateYUVTexture(paint->texture, NULL,
					    plane[0], stride[0],
					    plane[2], stride[2],
					    plane[1], stride[1]);
	case SDL_PIXELFORMAT_NV12:
	case SDL_PIXELFORMAT_NV21:
		return SDL_UpdateNVTexture(paint->texture, NULL,
					   plane[0], stride[0],
					   plane[1], stride[1]);
	default:
		return SDL_UpdateTexture(paint->texture, NULL, plane[0],
					 stride[0]);
	}
}

static void update_describe(const struct paint *paint, char *text,
			    size_t bytes)
{
	const struct framering_geometry *g = &paint->geometry;
	size_t visible = plane_bytes(g);

	if (!strncmp(paint->renderer.name, "opengles", 8) &&
		 visible != g->frame_bytes)
		snprintf(text, bytes, "texture updated from the slot, no pass "
			 "of ours: SDL packs the lines and uploads them");
	else
		snprintf(text, bytes, "texture updated from the slot, no pass "
			 "of ours");
}

const struct paint_ops paint_update = {
	.name = "texture-update",
	.suits = update_suits,
	.texture = update_texture,
	.draw = update_draw,
	.describe = update_describe,
};
