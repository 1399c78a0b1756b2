// SPDX-License-Identifier: MIT
/* A window. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>

#include "common/say.h"
#include "display_sdl.h"
#include "letterbox.h"
#include "overlay.h"
#include "paint/egl.h"
#include "picture/shape.h"

/* The overlay's figures change this often. */
#define OVERLAY_NS	250000000ULL

static void sdl_destroy(struct display *display)
{
	struct display_sdl *d = to_sdl(display);

	paint_destroy(d->paint);
	egl_destroy(d->imported.egl);
	window_finish(&d->window);
	free(d);
}

static int sdl_create(struct display **display, const struct options *opt)
{
	struct display_sdl *d = calloc(1, sizeof(*d));
	int ret;

	if (!d)
		return -ENOMEM;
	ret = window_init(&d->window, opt, &d->imported.egl);
	if (ret) {
		free(d);
		return ret;
	}
	d->base.ops = &display_sdl;
	d->opt = opt;
	d->overlay = opt->overlay;
	d->style.demosaic = !opt->no_demosaic;
	d->style.bob = opt->bob;
	d->aspect = opt->aspect;
	d->dirty = true;
	*display = &d->base;
	return 0;
}

static int sdl_configure(struct display *display,
			 const struct framering_status *status)
{
	struct display_sdl *d = to_sdl(display);
	bool same = d->paint && display_is_like(&d->status, status);

	d->status = *status;
	d->dirty = true;
	return same ? 0 : display_sdl_renew(d);
}

static bool sdl_exports(const struct display *display)
{
	return ((const struct display_sdl *)display)->imported.egl;
}

/* Where slots are not imported they are read, as they were until now. */
static int sdl_begin(struct display *display,
		     struct framering_consumer *consumer)
{
	struct display_sdl *d = to_sdl(display);
	char text[160];
	int ret;

	if (!d->imported.egl || !d->paint || !paint_is_importable(d->paint))
		return 0;
	ret = imported_begin(&d->imported, consumer, d->opt, &d->status, text,
			     sizeof(text));
	if (ret > 0)
		say_detail("frames are not imported: %s", text);
	if (ret)
		return ret > 0 ? 0 : ret;
	ret = display_sdl_renew(d);
	if (!ret)
		return 0;
	imported_end(&d->imported);
	return display_sdl_renew(d);
}

static void sdl_end(struct display *display)
{
	struct display_sdl *d = to_sdl(display);

	if (display_sdl_imported(d)) {
		paint_destroy(d->paint);
		d->paint = NULL;
		d->painted = false;
	}
	imported_end(&d->imported);
}

static int sdl_paint(struct display *display,
		     const struct framering_frame *frame)
{
	struct display_sdl *d = to_sdl(display);
	int ret = paint_draw(d->paint, frame);

	if (ret)
		return ret;
	if (display_sdl_imported(d))
		imported_show(&d->imported, frame);
	d->painted = true;
	d->dirty = true;
	if (d->paint->ops->fields)
		fields_begin(&d->fields, &d->status.picture, frame->info.field,
			     stats_now());
	return 0;
}

static bool sdl_keeps(const struct display *display)
{
	return display_sdl_imported((const struct display_sdl *)display);
}

static bool sdl_done(struct display *display, struct framering_frame *frame)
{
	struct display_sdl *d = to_sdl(display);

	return display_sdl_imported(d) ? imported_done(&d->imported, frame) :
				imported_leave(&d->imported, frame);
}

static void draw_picture(struct display_sdl *d)
{
	bool bottom = d->paint->ops->fields && d->fields.bottom;
	struct shape s = display_sdl_shape(d);
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
	s = display_sdl_shape(d);
	return window_grab(&d->window, d->paint->texture,
			   paint_part(d->paint, &s.visible, d->fields.bottom),
			   &s, image);
}

const struct display_ops display_sdl = {
	.name = "sdl",
	.tick_ms = 10,
	.create = sdl_create,
	.destroy = sdl_destroy,
	.events = display_sdl_events,
	.configure = sdl_configure,
	.exports = sdl_exports,
	.begin = sdl_begin,
	.end = sdl_end,
	.paint = sdl_paint,
	.keeps = sdl_keeps,
	.done = sdl_done,
	.present = sdl_present,
	.grab = sdl_grab,
	.path = sdl_path,
	.path_name = sdl_path_name,
};
