// SPDX-License-Identifier: MIT
/*
 * A graphics card samples the slots where they lie: the texture of SDL's that
 * takes images from elsewhere becomes one slot after the other. See egl.h.
 */
#include <stdio.h>

#include "egl.h"
#include "paint.h"
#include "pixel.h"

bool paint_is_importable(const struct paint *paint)
{
	return !paint->style.bob &&
	       pixel_is_right(&paint->geometry, &paint->picture);
}

static bool import_suits(const struct paint *paint)
{
	return paint->egl && paint_is_importable(paint);
}

static uint32_t import_texture(const struct paint *paint)
{
	(void)paint;
	return SDL_PIXELFORMAT_EXTERNAL_OES;
}

static int import_draw(struct paint *paint, const struct framering_frame *frame)
{
	/* Before it is another slot, what SDL has collected has to be drawn. */
	if (SDL_GL_BindTexture(paint->texture, NULL, NULL))
		return -1;
	egl_mark(paint->egl);
	egl_show(paint->egl, frame->slot);
	return 0;
}

static void import_describe(const struct paint *paint, char *text, size_t bytes)
{
	(void)paint;
	snprintf(text, bytes, "imported by EGL, no byte is moved: the graphics "
		 "card reads the slot");
}

const struct paint_ops paint_import = {
	.name = "imported",
	.suits = import_suits,
	.texture = import_texture,
	.draw = import_draw,
	.describe = import_describe,
};
