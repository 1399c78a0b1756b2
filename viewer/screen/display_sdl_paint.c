// SPDX-License-Identifier: MIT
/* How a window draws frames of this sort. */
#include <errno.h>

#include <SDL.h>

#include "display_sdl.h"

struct shape display_sdl_shape(const struct display_sdl *d)
{
	static const struct framering_fraction square = { 1, 1 };

	return shape_of(&d->status.geometry, &d->status.picture,
			d->square ? &square :
			d->aspect.numerator ? &d->aspect : NULL);
}

static int create_paint(struct display_sdl *d, struct paint **paint)
{
	const struct framering_status *status = &d->status;
	int ret = -EOPNOTSUPP;

	if (d->imported.active)
		ret = paint_create_imported(paint, d->window.renderer, status,
					    &d->style, d->imported.egl);
	if (ret != -EOPNOTSUPP)
		return ret;
	return paint_create(paint, d->window.renderer, &status->geometry,
			    &status->picture, status->cache_effective,
			    &d->style);
}

bool display_sdl_imported(const struct display_sdl *d)
{
	return d->paint && d->paint->ops == &paint_import;
}

int display_sdl_renew(struct display_sdl *d)
{
	struct paint *paint = NULL;
	struct shape s = display_sdl_shape(d);
	int ret = create_paint(d, &paint);

	if (ret)
		return ret;
	paint_destroy(d->paint);
	d->paint = paint;
	d->painted = false;
	d->fields.bottom = false;
	window_fit(&d->window, (int)s.width, (int)s.height);
	if (display_sdl_imported(d))
		return 0;
	/* Draw once, so that the graphics driver compiles its shaders now. */
	SDL_RenderCopy(d->window.renderer, paint->texture, NULL, NULL);
	SDL_RenderFlush(d->window.renderer);
	return 0;
}
