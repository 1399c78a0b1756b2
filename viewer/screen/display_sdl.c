// SPDX-License-Identifier: MIT
/* A window. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "common/say.h"
#include "display.h"
#include "letterbox.h"
#include "overlay.h"
#include "paint/paint.h"
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
	d->dirty = true;
	*display = &d->base;
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
	struct paint *paint = NULL;
	bool same;
	int ret;

	same = d->paint && d->status.cache_effective ==
			   status->cache_effective &&
	       !memcmp(&d->status.geometry, &status->geometry,
		       sizeof(status->geometry));
	d->status = *status;
	d->dirty = true;
	if (same)
		return 0;
	ret = paint_create(&paint, d->window.renderer, &status->geometry,
			   status->cache_effective);
	if (ret)
		return ret;
	paint_destroy(d->paint);
	d->paint = paint;
	d->painted = false;
	window_fit(&d->window, (int)status->geometry.width,
		   (int)status->geometry.height);
	/* Draw once, so that the graphics driver compiles its shaders now. */
	SDL_RenderCopy(d->window.renderer, paint->texture, NULL, NULL);
	SDL_RenderFlush(d->window.renderer);
	return 0;
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
	return 0;
}

static void draw_picture(struct display_sdl *d)
{
	struct letterbox box;
	SDL_Rect rect;
	int width, height;

	SDL_GetRendererOutputSize(d->window.renderer, &width, &height);
	if (width < 1 || height < 1)
		return;
	box = letterbox_fit(width, height, (int)d->status.geometry.width,
			    (int)d->status.geometry.height);
	rect = (SDL_Rect){ box.x, box.y, box.width, box.height };
	SDL_RenderCopy(d->window.renderer, d->paint->texture, NULL, &rect);
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

	if (!d->painted)
		return -ENODATA;
	return window_grab(&d->window, d->paint->texture, image);
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
