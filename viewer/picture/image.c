// SPDX-License-Identifier: MIT
/* A picture in red, green and blue. */
#include <errno.h>
#include <stdlib.h>

#include <SDL.h>

#include "image.h"
#include "paint/pixel.h"
#include "paint/plane.h"

int image_init(struct image *image, uint32_t width, uint32_t height)
{
	image->width = width;
	image->height = height;
	image->channels = 3;
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

/* @frame is in cached memory and its planes lie as SDL wants them. */
static int convert(struct image *image, const struct framering_frame *frame)
{
	const struct framering_geometry *g = frame->geometry;
	int ret;

	if (g->fourcc == DRM_FORMAT_R8) {
		image->width = g->width;
		image->height = g->height;
		image->channels = 1;
		image->stride = g->stride[0];
		image->pixels = frame->plane[0];
		return 0;
	}
	ret = image_init(image, g->width, g->height);
	if (ret)
		return ret;
	pixel_choose_matrix();
	if (!SDL_ConvertPixels((int)g->width, (int)g->height,
			       pixel_format(g->fourcc), frame->plane[0],
			       (int)g->stride[0], SDL_PIXELFORMAT_RGB24,
			       image->own, (int)image->stride))
		return 0;
	image_finish(image);
	return -ENOTSUP;
}

int image_from_frame(struct image *image, const struct framering_frame *frame,
		     uint32_t cache, uint64_t *copied)
{
	struct framering_geometry geometry;
	struct framering_frame packed;
	uint8_t *copy;
	int ret;

	image->own = NULL;
	if (cache == FRAMERING_CACHE_WB && plane_order_is_sdl(frame->geometry))
		return convert(image, frame);
	copy = malloc(plane_bytes(frame->geometry));
	if (!copy)
		return -ENOMEM;
	image_pack(frame, cache, copy, &packed, &geometry);
	*copied += plane_bytes(frame->geometry);
	ret = convert(image, &packed);
	if (!ret && image->pixels == copy)
		image->own = copy;	/* grey needs no conversion */
	else
		free(copy);
	return ret;
}
