// SPDX-License-Identifier: MIT
/* Brings the pixels of a slot into a texture: chooses the drawing path. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/say.h"
#include "converter.h"
#include "paint.h"
#include "pixel.h"
#include "plane.h"
#include "yuv.h"

/* SDL scales with 16 bits before the point and 16 behind, and a sign. */
#define MAX_SIDE	32767

/* The first that suits is taken. */
static const struct paint_ops *const paths[] = {
	&paint_import,
	&paint_bob,
	&paint_yuv,
	&paint_zimg,
	&paint_wrap,
	&paint_update,
	&paint_lines,
	&paint_load,
};

static void query_renderer(struct paint *paint, SDL_Renderer *renderer)
{
	uint32_t i;

	SDL_GetRendererInfo(renderer, &paint->renderer);
	for (i = 0; i < paint->renderer.num_texture_formats; i++)
		if (paint->renderer.texture_formats[i] == paint->pixel)
			paint->native = true;
}

static int choose(struct paint *paint)
{
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (!paths[i]->suits(paint))
			continue;
		paint->ops = paths[i];
		return 0;
	}
	return -1;
}

static int init(struct paint *paint, SDL_Renderer *renderer)
{
	const struct framering_geometry *g = &paint->geometry;
	int width = (int)g->width, height = (int)g->height;

	paint->format = framering_geometry_format(g);
	paint->pixel = pixel_format(g->fourcc);
	if (!paint->format)
		return SDL_SetError("unknown pixel format %.4s",
				    (const char *)&g->fourcc);
	if (g->width > MAX_SIDE || g->height > MAX_SIDE)
		return SDL_SetError("no more than %d pixels a side", MAX_SIDE);
	query_renderer(paint, renderer);
	if (choose(paint))
		return SDL_SetError("no way to draw it");
	/* OpenGL's textures keep what is set when they are made. */
	pixel_choose_matrix(g, &paint->picture);
	if (paint->ops->fields) {
		width *= 2;
		height /= 2;
	}
	/* SDL writes nothing to an image from elsewhere. */
	paint->texture = SDL_CreateTexture(renderer,
					   paint->ops->texture(paint),
					   paint->egl ?
					   SDL_TEXTUREACCESS_STATIC :
					   SDL_TEXTUREACCESS_STREAMING,
					   width, height);
	if (!paint->texture)
		return -1;
	SDL_SetTextureBlendMode(paint->texture, SDL_BLENDMODE_NONE);
	/* By the processor, smooth scaling costs more than all the rest. */
	SDL_SetTextureScaleMode(paint->texture,
		paint->renderer.flags & SDL_RENDERER_SOFTWARE ?
		SDL_ScaleModeNearest : SDL_ScaleModeLinear);
	return paint->ops->create ? paint->ops->create(paint) : 0;
}

static int create(struct paint **paint, SDL_Renderer *renderer,
		  const struct paint *wanted)
{
	const struct framering_geometry *geometry = &wanted->geometry;
	struct paint *p = malloc(sizeof(*p));

	if (!p)
		return -ENOMEM;
	*p = *wanted;
	if (init(p, renderer)) {
		say_error("frames of %ux%u: %s", geometry->width,
			  geometry->height, SDL_GetError());
		paint_destroy(p);
		return -ENOTSUP;
	}
	*paint = p;
	return 0;
}

int paint_create(struct paint **paint, SDL_Renderer *renderer,
		 const struct framering_geometry *geometry,
		 const struct framering_picture *picture, uint32_t cache,
		 const struct paint_style *style)
{
	struct paint wanted = {
		.geometry = *geometry,
		.picture = *picture,
		.cache = cache,
		.style = *style,
	};

	return create(paint, renderer, &wanted);
}

int paint_create_imported(struct paint **paint, SDL_Renderer *renderer,
			  const struct framering_status *status,
			  const struct paint_style *style, struct egl *egl)
{
	struct paint wanted = {
		.geometry = status->geometry,
		.picture = status->picture,
		.cache = status->cache_effective,
		.style = *style,
		.egl = egl,
	};

	if (!paint_is_importable(&wanted))
		return -EOPNOTSUPP;
	return create(paint, renderer, &wanted);
}

void paint_destroy(struct paint *paint)
{
	if (!paint)
		return;
	SDL_FreeSurface(paint->source);
	SDL_FreeSurface(paint->target);
	converter_destroy(paint->converter[0]);
	converter_destroy(paint->converter[1]);
	yuv_destroy(paint->yuv);
	free(paint->line);
	if (paint->texture)
		SDL_DestroyTexture(paint->texture);
	free(paint);
}

int paint_draw(struct paint *paint, const struct framering_frame *frame)
{
	pixel_choose_matrix(&paint->geometry, &paint->picture);
	if (!paint->ops->draw(paint, frame))
		return 0;
	say_error("%s: %s", paint->ops->name, SDL_GetError());
	return -EIO;
}

SDL_Rect paint_part(const struct paint *paint,
		    const struct framering_rectangle *part, bool bottom)
{
	SDL_Rect rect = {
		(int)part->x, (int)part->y, (int)part->width,
		(int)part->height,
	};

	if (!paint->ops->fields)
		return rect;
	rect.y /= 2;
	rect.h = rect.h > 1 ? rect.h / 2 : 1;
	if (bottom)
		rect.x += (int)paint->geometry.width;
	return rect;
}

/* What SDL does with the texture once the slot has been read. */
static void describe_rest(const struct paint *paint, char *text, size_t bytes)
{
	const struct framering_geometry *g = &paint->geometry;
	size_t pixels = (size_t)g->width * g->height;
	size_t upload = pixels * 4;

	if (paint->native && framering_format_is_yuv(paint->format))
		upload = plane_bytes(g);
	if (paint->renderer.flags & SDL_RENDERER_SOFTWARE)
		snprintf(text, bytes, "SDL then scales %zu bytes a frame "
			 "into the window by the processor", pixels * 4);
	else if (paint->ops == &paint_import)
		snprintf(text, bytes, "and draws it (%s)",
			 paint->renderer.name);
	else if (paint->ops == &paint_update && paint->native)
		snprintf(text, bytes, "that upload of %zu bytes a frame is "
			 "all (%s)", upload, paint->renderer.name);
	else
		snprintf(text, bytes, "SDL then uploads %zu bytes a frame "
			 "(%s)", upload, paint->renderer.name);
}

void paint_describe(const struct paint *paint, char *text, size_t bytes)
{
	char path[160], rest[160];

	paint->ops->describe(paint, path, sizeof(path));
	describe_rest(paint, rest, sizeof(rest));
	snprintf(text, bytes, "%s; %s", path, rest);
}
