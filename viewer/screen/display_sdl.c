// SPDX-License-Identifier: MIT
/* A window. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "common/say.h"
#include "display.h"
#include "fields.h"
#include "letterbox.h"
#include "overlay.h"
#include "paint/paint.h"
#include "picture/shape.h"
#include "window.h"

/* The overlay's figures change this often. */
#define OVERLAY_NS	250000000ULL

/**
 * struct display_sdl - a window with a picture
 * @base: what every display begins with
 * @window: the window and its renderer
 * @paint: brings frames into a texture; NULL: there is no format yet
 * @status: of the ring, as far as it does not change
 * @painted: the texture has a picture
 * @overlay: the overlay is wanted
 * @style: how frames are to be drawn
 * @fields: which field is seen, if @paint draws fields
 * @square: pixels are drawn square, whatever they are
 * @aspect: width of a pixel by its height; zero: what the stream tells
 * @dirty: the window must be drawn again
 * @waiting: what was waited for at the last sdl_present()
 * @drawn_ns: when the window was last drawn
 * @title: of the window
 */
struct display_sdl {
	struct display base;
	struct window window;
	struct paint *paint;
	struct framering_status status;
	bool painted;
	bool overlay;
	struct paint_style style;
	struct fields fields;
	bool square;
	struct framering_fraction aspect;
	bool dirty;
	const char *waiting;
	uint64_t drawn_ns;
	char title[128];
};

static struct display_sdl *to_sdl(struct display *display)
{
	return (struct display_sdl *)display;
}

static void sdl_destroy(struct display *display)
{
	struct display_sdl *d = to_sdl(display);

	paint_destroy(d->paint);
	window_finish(&d->window);
	free(d);
}

static int sdl_create(struct display **display, const struct options *opt)
{
	struct display_sdl *d = calloc(1, sizeof(*d));
	int ret;

	if (!d)
		return -ENOMEM;
	ret = window_init(&d->window, opt);
	if (ret) {
		free(d);
		return ret;
	}
	d->base.ops = &display_sdl;
	d->overlay = opt->overlay;
	d->style.demosaic = !opt->no_demosaic;
	d->style.bob = opt->bob;
	d->aspect = opt->aspect;
	d->dirty = true;
	*display = &d->base;
	return 0;
}

static struct shape shape(const struct display_sdl *d)
{
	static const struct framering_fraction square = { 1, 1 };

	return shape_of(&d->status.geometry, &d->status.picture,
			d->square ? &square :
			d->aspect.numerator ? &d->aspect : NULL);
}

/* For what the ring and the user want now. */
static int renew_paint(struct display_sdl *d)
{
	const struct framering_status *status = &d->status;
	struct paint *paint = NULL;
	struct shape s = shape(d);
	int ret;

	ret = paint_create(&paint, d->window.renderer, &status->geometry,
			   &status->picture, status->cache_effective,
			   &d->style);
	if (ret)
		return ret;
	paint_destroy(d->paint);
	d->paint = paint;
	d->painted = false;
	d->fields.bottom = false;
	window_fit(&d->window, (int)s.width, (int)s.height);
	/* Draw once, so that the graphics driver compiles its shaders now. */
	SDL_RenderCopy(d->window.renderer, paint->texture, NULL, NULL);
	SDL_RenderFlush(d->window.renderer);
	return 0;
}

static unsigned int on_key(struct display_sdl *d, const SDL_KeyboardEvent *key)
{
	/* Of the keys that are held down only single steps repeat. */
	if (key->repeat && key->keysym.sym != SDLK_s)
		return 0;
	switch (key->keysym.sym) {
	case SDLK_q:
	case SDLK_ESCAPE:
		return DISPLAY_QUIT;
	case SDLK_p:
	case SDLK_SPACE:
		d->dirty = true;
		return DISPLAY_PAUSE;
	case SDLK_s:
		return DISPLAY_STEP;
	case SDLK_w:
		return DISPLAY_SAVE;
	case SDLK_f:
		window_toggle_fullscreen(&d->window);
		break;
	case SDLK_a:
		d->square = !d->square;
		d->dirty = true;
		break;
	case SDLK_d:
		d->style.bob = !d->style.bob;
		if (d->paint)
			renew_paint(d);
		break;
	case SDLK_o:
		d->overlay = !d->overlay;
		d->dirty = true;
		break;
	}
	return 0;
}

static unsigned int sdl_events(struct display *display)
{
	struct display_sdl *d = to_sdl(display);
	unsigned int wanted = 0, bits;
	SDL_Event event;

	while (SDL_PollEvent(&event)) {
		switch (event.type) {
		case SDL_QUIT:
			wanted |= DISPLAY_QUIT;
			break;
		case SDL_KEYDOWN:
			bits = on_key(d, &event.key);
			/* Pause, pressed twice, changes nothing. */
			wanted ^= bits & DISPLAY_PAUSE;
			wanted |= bits & ~DISPLAY_PAUSE;
			break;
		case SDL_WINDOWEVENT:
		case SDL_RENDER_TARGETS_RESET:
			d->dirty = true;
			break;
		}
	}
	return wanted;
}

static int sdl_configure(struct display *display,
			 const struct framering_status *status)
{
	struct display_sdl *d = to_sdl(display);
	bool same = d->paint && display_is_like(&d->status, status);

	d->status = *status;
	d->dirty = true;
	return same ? 0 : renew_paint(d);
}

static int sdl_paint(struct display *display,
		     const struct framering_frame *frame)
{
	struct display_sdl *d = to_sdl(display);
	int ret = paint_draw(d->paint, frame);

	if (ret)
		return ret;
	d->painted = true;
	d->dirty = true;
	if (d->paint->ops->fields)
		fields_begin(&d->fields, &d->status.picture, frame->info.field,
			     stats_now());
	return 0;
}

static void draw_picture(struct display_sdl *d)
{
	bool bottom = d->paint->ops->fields && d->fields.bottom;
	struct shape s = shape(d);
	struct letterbox box;
	SDL_Rect rect, part;
	int width, height;

	SDL_GetRendererOutputSize(d->window.renderer, &width, &height);
	if (width < 1 || height < 1)
		return;
	box = letterbox_fit(width, height, (int)s.width, (int)s.height);
	rect = (SDL_Rect){ box.x, box.y, box.width, box.height };
	part = paint_part(d->paint, &s.visible, bottom);
	/* Its lines lie a line of the frame below those of the top one. */
	if (bottom)
		rect.y += (rect.h / part.h + 1) / 2;
	window_copy(&d->window, d->paint->texture, part, &s, rect);
}

static void sdl_path(const struct display *display, char *text, size_t bytes)
{
	const struct display_sdl *d = (const struct display_sdl *)display;

	if (d->paint)
		paint_describe(d->paint, text, bytes);
	else
		snprintf(text, bytes, "none, nothing was drawn");
}

static const char *sdl_path_name(const struct display *display)
{
	const struct display_sdl *d = (const struct display_sdl *)display;

	return d->paint ? d->paint->ops->name : "none";
}

static void update_title(struct display_sdl *d,
			 const struct display_state *state)
{
	char title[sizeof(d->title)];

	overlay_title(title, sizeof(title), state,
		      d->paint ? &d->status : NULL);
	if (!strcmp(title, d->title))
		return;
	strcpy(d->title, title);
	SDL_SetWindowTitle(d->window.window, title);
}

static void draw(struct display_sdl *d, const struct display_state *state)
{
	SDL_Renderer *renderer = d->window.renderer;

	SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255);
	SDL_RenderClear(renderer);
	if (d->painted)
		draw_picture(d);
	else if (state->waiting)
		overlay_banner(renderer, state->waiting);
	if (d->overlay && d->paint)
		overlay_draw(renderer, state, &d->status,
			     d->paint->ops->name);
	SDL_RenderPresent(renderer);
}

static void sdl_present(struct display *display,
			const struct display_state *state)
{
	struct display_sdl *d = to_sdl(display);
	uint64_t now = stats_now();

	update_title(d, state);
	if (d->painted && d->paint->ops->fields && fields_turn(&d->fields, now))
		d->dirty = true;
	if ((d->overlay && now - d->drawn_ns >= OVERLAY_NS) ||
	    d->waiting != state->waiting)
		d->dirty = true;
	d->waiting = state->waiting;
	if (!window_show(&d->window) || !d->dirty)
		return;
	draw(d, state);
	d->dirty = false;
	d->drawn_ns = now;
}

static int sdl_grab(struct display *display, struct image *image)
{
	struct display_sdl *d = to_sdl(display);
	struct shape s;

	if (!d->painted)
		return -ENODATA;
	s = shape(d);
	return window_grab(&d->window, d->paint->texture,
			   paint_part(d->paint, &s.visible, d->fields.bottom),
			   &s, image);
}

const struct display_ops display_sdl = {
	.name = "sdl",
	.tick_ms = 10,
	.create = sdl_create,
	.destroy = sdl_destroy,
	.events = sdl_events,
	.configure = sdl_configure,
	.paint = sdl_paint,
	.present = sdl_present,
	.grab = sdl_grab,
	.path = sdl_path,
	.path_name = sdl_path_name,
};
