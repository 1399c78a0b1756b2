// SPDX-License-Identifier: MIT
/* What the user asks of a window. */
#include <SDL.h>

#include "display_sdl.h"

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
			display_sdl_renew(d);
		break;
	case SDLK_o:
		d->overlay = !d->overlay;
		d->dirty = true;
		break;
	}
	return 0;
}

unsigned int display_sdl_events(struct display *display)
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
