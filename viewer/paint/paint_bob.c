// SPDX-License-Identifier: MIT
/*
 * Frames of two fields, which were taken one after the other: each becomes a
 * picture of its own, the one left and the other right in the texture. zimg
 * converts each for itself, so that chroma of the two is not mixed.
 */
#include <stdio.h>

#include <linux/videodev2.h>

#include "converter.h"
#include "paint.h"

static bool is_interlaced(uint8_t field)
{
	return field == V4L2_FIELD_INTERLACED ||
	       field == V4L2_FIELD_INTERLACED_TB ||
	       field == V4L2_FIELD_INTERLACED_BT;
}

/* Lines of chroma belong to the fields in turns, too: there are whole pairs. */
static bool bob_suits(const struct paint *paint)
{
	const struct framering_format *format = paint->format;
	uint32_t i;

	if (!paint->style.bob || !is_interlaced(paint->picture.field))
		return false;
	for (i = 0; i < format->planes; i++)
		if (paint->geometry.height %
		    (2 * format->plane[i].unit_height))
			return false;
	return format->model != FRAMERING_MODEL_BAYER;
}

/* A field's lines are every other one of the frame's. */
static struct framering_geometry field_of(struct framering_geometry g)
{
	uint32_t i;

	g.height /= 2;
	for (i = 0; i < g.planes; i++)
		g.stride[i] *= 2;
	return g;
}

static int bob_create(struct paint *paint)
{
	static const uint8_t fields[2] = {
		V4L2_FIELD_TOP, V4L2_FIELD_BOTTOM,
	};
	struct framering_picture picture = paint->picture;
	int i, ret = 0;

	paint->field = field_of(paint->geometry);
	/* Where it is guessed, it goes by the size of the frame. */
	picture.matrix = (uint8_t)framering_matrix(&picture,
						   paint->geometry.width,
						   paint->geometry.height);
	for (i = 0; i < 2 && !ret; i++) {
		picture.field = fields[i];
		ret = converter_create(&paint->converter[i], &paint->field,
				       &picture, paint->cache, false);
	}
	return ret ? SDL_SetError("no way to convert fields") : 0;
}

static int bob_draw(struct paint *paint, const struct framering_frame *frame)
{
	struct framering_frame field = *frame;
	int pitch, i, ret = 0;
	uint32_t k;
	void *pixels;

	if (SDL_LockTexture(paint->texture, NULL, &pixels, &pitch))
		return -1;
	field.geometry = &paint->field;
	for (i = 0; i < 2 && !ret; i++) {
		for (k = 0; k < paint->geometry.planes; k++)
			field.plane[k] = frame->plane[k] + (uint32_t)i *
					 paint->geometry.stride[k];
		ret = converter_run(paint->converter[i], &field,
				    (uint32_t *)pixels + (uint32_t)i *
				    paint->geometry.width, (size_t)pitch,
				    CONVERTER_ARGB32);
	}
	SDL_UnlockTexture(paint->texture);
	return ret ? SDL_SetError("zimg failed") : 0;
}

static void bob_describe(const struct paint *paint, char *text, size_t bytes)
{
	snprintf(text, bytes, "%s, line by line, which zimg converts into two "
		 "fields in the locked texture", paint_loads(paint));
}

const struct paint_ops paint_bob = {
	.name = "fields",
	.fields = true,
	.suits = bob_suits,
	.texture = paint_argb,
	.create = bob_create,
	.draw = bob_draw,
	.describe = bob_describe,
};
