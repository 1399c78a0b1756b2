// SPDX-License-Identifier: MIT
/* A picture in red, green and blue. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "paint/converter.h"
#include "paint/plane.h"

int image_init(struct image *image, uint32_t width, uint32_t height)
{
	image->width = width;
	image->height = height;
	image->stride = (size_t)width * 3;
	image->own = malloc(image->stride * height);
	image->pixels = image->own;
	return image->own ? 0 : -ENOMEM;
}

void image_finish(struct image *image)
{
	free(image->own);
	image->own = NULL;
}

void image_pack(const struct framering_frame *frame, uint32_t cache,
		uint8_t *dst, struct framering_frame *packed,
		struct framering_geometry *geometry)
{
	uint32_t i;

	*geometry = *frame->geometry;
	*packed = *frame;
	packed->data = dst;
	packed->geometry = geometry;
	/* The library lets no geometry of more planes through. */
	for (i = 0; i < geometry->planes && i < FRAMERING_MAX_PLANES; i++) {
		struct plane plane = plane_of(frame, i);

		geometry->stride[i] = (uint32_t)plane.row;
		geometry->offset[i] = (uint32_t)(dst - packed->data);
		packed->plane[i] = dst;
		plane_load(dst, plane.row, &plane, cache);
		dst += plane.row * plane.rows;
	}
}

int image_from_frame(struct image *image, const struct framering_frame *frame,
		     const struct framering_picture *picture, uint32_t cache,
		     bool demosaic)
{
	struct converter *converter = NULL;
	int ret;

	image->own = NULL;
	ret = converter_create(&converter, frame->geometry, picture, cache,
			       demosaic);
	if (ret)
		return ret;
	ret = image_init(image, frame->geometry->width,
			 frame->geometry->height);
	if (!ret)
		ret = converter_run(converter, frame, image->own, image->stride,
				    CONVERTER_RGB24);
	converter_destroy(converter);
	if (ret)
		image_finish(image);
	return ret;
}

/* Where the pixel at @x, @y of the upright picture comes from. */
static const uint8_t *source(const struct image *image,
			     const struct shape *shape, uint32_t x, uint32_t y)
{
	uint32_t right = shape->visible.width - 1;
	uint32_t bottom = shape->visible.height - 1;
	uint32_t from_x = x, from_y = y;

	if (shape->rotation == 90) {
		from_x = y;
		from_y = bottom - x;
	} else if (shape->rotation == 180) {
		from_x = right - x;
		from_y = bottom - y;
	} else if (shape->rotation == 270) {
		from_x = right - y;
		from_y = x;
	}
	if (shape->flip & FRAMERING_FLIP_HORIZONTAL)
		from_x = right - from_x;
	if (shape->flip & FRAMERING_FLIP_VERTICAL)
		from_y = bottom - from_y;
	return image->pixels + from_y * image->stride +
	       (size_t)from_x * 3;
}

static int turn(struct image *image, const struct shape *shape)
{
	bool turned = shape_is_turned(shape);
	uint32_t width = turned ? image->height : image->width;
	uint32_t height = turned ? image->width : image->height, x, y;
	const size_t bytes = 3;
	uint8_t *pixels = malloc(width * bytes * height), *to = pixels;

	if (!pixels)
		return -ENOMEM;
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++, to += bytes)
			memcpy(to, source(image, shape, x, y), bytes);
	free(image->own);
	image->own = pixels;
	image->pixels = pixels;
	image->width = width;
	image->height = height;
	image->stride = width * bytes;
	return 0;
}

int image_upright(struct image *image, const struct shape *shape)
{
	const struct framering_rectangle *v = &shape->visible;

	image->pixels += v->y * image->stride + (size_t)v->x * 3;
	image->width = v->width;
	image->height = v->height;
	return shape->rotation || shape->flip ? turn(image, shape) : 0;
}
