/* SPDX-License-Identifier: MIT */
/* SDL's window and renderer. */
#ifndef VIEW_WINDOW_H
#define VIEW_WINDOW_H

#include <stdbool.h>

#include <SDL.h>

#include "options/options.h"
#include "picture/image.h"
#include "picture/shape.h"

struct egl;

/**
 * struct window - a window
 * @window: SDL's
 * @renderer: draws into it
 * @scale: its first size, in sizes of the picture; 0: the size is given
 * @fullscreen: it fills the screen
 * @shown: it has been on the screen
 */
struct window {
	SDL_Window *window;
	SDL_Renderer *renderer;
	double scale;
	bool fullscreen;
	bool shown;
};

/**
 * window_init - open a window
 * @window: gets it
 * @opt: the command line
 * @egl: gets what a renderer that can read the slots itself needs for that, if
 *	there is one and it is wanted: egl_destroy() it before the window. NULL:
 *	it is not
 *
 * Return: 0 or -ENODEV; it has been printed.
 */
int window_init(struct window *window, const struct options *opt,
		struct egl **egl);

void window_finish(struct window *window);

/*
 * The frames get another size. The first one sets the window's size, unless
 * the command line did; afterwards only the user changes it.
 */
void window_fit(struct window *window, int width, int height);

void window_toggle_fullscreen(struct window *window);

/* Bring it to the screen, once. Return: it is not minimised or hidden. */
bool window_show(struct window *window);

/* Draw @part of @texture, upright by @shape, into @rect. Return: 0 or -1. */
int window_copy(struct window *window, SDL_Texture *texture, SDL_Rect part,
		const struct shape *shape, SDL_Rect rect);

/* Read it back as it is drawn, in the size of what is seen of the frame. */
int window_grab(struct window *window, SDL_Texture *texture, SDL_Rect part,
		const struct shape *shape, struct image *image);

#endif /* VIEW_WINDOW_H */
