// SPDX-License-Identifier: MIT
/*
 * Frames that are drawn for a screen without a desktop: by SDL's software
 * renderer into memory that is cached, and from there, line by line, into a
 * buffer of the card's, which mostly is not.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "common/say.h"
#include "kms_drawn.h"
#include "letterbox.h"
#include "paint/paint.h"
#include "picture/shape.h"
#include "window.h"

/* One on the screen, one to draw into. */
#define BUFFERS		2

/**
 * struct kms_drawn - what is needed to draw
 * @kms: the card
 * @surface: what is drawn
 * @window: its renderer; there is no window
 * @paint: brings frames into a texture
 * @shape: of the picture
 * @box: where it is on the screen
 * @buffer: the card's
 * @back: the one that is not on the screen
 */
struct kms_drawn {
	const struct kms *kms;
	SDL_Surface *surface;
	struct window window;
	struct paint *paint;
	struct shape shape;
	SDL_Rect box;
	struct kms_buffer buffer[BUFFERS];
	int back;
};

static int make_renderer(struct kms_drawn *d, const drmModeModeInfo *mode)
{
	d->surface = SDL_CreateRGBSurfaceWithFormat(0, mode->hdisplay,
						    mode->vdisplay, 0,
						    SDL_PIXELFORMAT_RGB888);
	if (d->surface)
		d->window.renderer = SDL_CreateSoftwareRenderer(d->surface);
	if (d->window.renderer)
		return 0;
	say_error("no renderer: %s", SDL_GetError());
	return -ENOMEM;
}

static int make_buffers(struct kms_drawn *d, const drmModeModeInfo *mode)
{
	int i, ret;

	for (i = 0; i < BUFFERS; i++) {
		ret = kms_buffer_create(d->kms, mode->hdisplay, mode->vdisplay,
					&d->buffer[i]);
		if (!ret)
			continue;
		say_error("%s: no buffer of %ux%u: %s", d->kms->name,
			  mode->hdisplay, mode->vdisplay, strerror(-ret));
		return ret;
	}
	return 0;
}

int kms_drawn_create(struct kms_drawn **drawn, const struct kms *kms,
		     const drmModeModeInfo *mode,
		     const struct framering_status *status,
		     const struct options *opt)
{
	struct paint_style style = { .demosaic = !opt->no_demosaic };
	struct kms_drawn *d = calloc(1, sizeof(*d));
	struct letterbox box;
	int ret;

	if (!d)
		return -ENOMEM;
	d->kms = kms;
	d->shape = shape_of(&status->geometry, &status->picture, NULL);
	box = letterbox_fit(mode->hdisplay, mode->vdisplay,
			    (int)d->shape.width, (int)d->shape.height);
	d->box = (SDL_Rect){ box.x, box.y, box.width, box.height };
	ret = make_renderer(d, mode);
	if (!ret)
		ret = paint_create(&d->paint, d->window.renderer,
				   &status->geometry, &status->picture,
				   status->cache_effective, &style);
	if (!ret)
		ret = make_buffers(d, mode);
	if (ret)
		kms_drawn_destroy(d);
	else
		*drawn = d;
	return ret;
}

void kms_drawn_destroy(struct kms_drawn *drawn)
{
	int i;

	if (!drawn)
		return;
	for (i = 0; i < BUFFERS; i++)
		kms_buffer_destroy(drawn->kms, &drawn->buffer[i]);
	paint_destroy(drawn->paint);
	if (drawn->window.renderer)
		SDL_DestroyRenderer(drawn->window.renderer);
	SDL_FreeSurface(drawn->surface);
	free(drawn);
}

static void copy(const SDL_Surface *from, const struct kms_buffer *to)
{
	const uint8_t *src = from->pixels;
	uint8_t *dst = to->pixels;
	int y;

	for (y = 0; y < from->h; y++)
		memcpy(dst + (size_t)y * to->pitch,
		       src + (size_t)y * (size_t)from->pitch,
		       (size_t)from->w * 4);
}

int kms_drawn_paint(struct kms_drawn *drawn,
		    const struct framering_frame *frame, uint32_t *fb)
{
	struct kms_drawn *d = drawn;
	SDL_Renderer *renderer = d->window.renderer;
	int ret = paint_draw(d->paint, frame);

	if (ret)
		return ret;
	SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255);
	SDL_RenderClear(renderer);
	ret = window_copy(&d->window, d->paint->texture,
			  paint_part(d->paint, &d->shape.visible, false),
			  &d->shape, d->box);
	if (ret || SDL_RenderFlush(renderer)) {
		say_error("no picture: %s", SDL_GetError());
		return -EIO;
	}
	copy(d->surface, &d->buffer[d->back]);
	*fb = d->buffer[d->back].fb;
	d->back = (d->back + 1) % BUFFERS;
	return 0;
}

void kms_drawn_path(const struct kms_drawn *drawn, char *text, size_t bytes)
{
	char path[320];

	paint_describe(drawn->paint, path, sizeof(path));
	snprintf(text, bytes, "%s; and copied into a buffer of %s's", path,
		 drawn->kms->name);
}
