// SPDX-License-Identifier: MIT
/*
 * YUV of 8 bits that the renderer has no texture for: converted line by line,
 * from the slot into the locked texture. SDL would do it as fast, but within 4
 * of 255, and would copy planes first that do not lie as it wants them.
 */
#include <stdio.h>

#include "graph.h"
#include "paint.h"
#include "yuv.h"

/* zimg converts what SDL does not know, with more care for chroma. */
static bool yuv_path_suits(const struct paint *paint)
{
	return paint->pixel != SDL_PIXELFORMAT_UNKNOWN && !paint->native &&
	       yuv_suits(paint->format) && !graph_maps_hdr(&paint->picture);
}

static int yuv_path_create(struct paint *paint)
{
	if (yuv_create(&paint->yuv, &paint->geometry, &paint->picture,
		       paint->cache))
		return SDL_OutOfMemory();
	return 0;
}

static int yuv_draw(struct paint *paint, const struct framering_frame *frame)
{
	void *pixels;
	int pitch;

	if (SDL_LockTexture(paint->texture, NULL, &pixels, &pitch))
		return -1;
	yuv_run(paint->yuv, frame, pixels, (size_t)pitch);
	SDL_UnlockTexture(paint->texture);
	return 0;
}

static void yuv_describe(const struct paint *paint, char *text, size_t bytes)
{
	snprintf(text, bytes, "%s, line by line, converted to RGB into the "
		 "locked texture", paint_loads(paint));
}

const struct paint_ops paint_yuv = {
	.name = "converted",
	.suits = yuv_path_suits,
	.texture = paint_argb,
	.create = yuv_path_create,
	.draw = yuv_draw,
	.describe = yuv_describe,
};
