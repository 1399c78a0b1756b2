/* SPDX-License-Identifier: MIT */
/* SDL's window and renderer. */
#ifndef VIEW_WINDOW_H
#define VIEW_WINDOW_H

#include <stdbool.h>

#include <SDL.h>

#include "options/options.h"
#include "picture/image.h"

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

/* Open it. Prints errors. */
int window_init(struct window *window, const struct options *opt);

void window_finish(struct window *window);

/*
 * The frames get another size. The first one sets the window's size, unless
 * the command line did; afterwards only the user changes it.
 */
void window_fit(struct window *window, int width, int height);

void window_toggle_fullscreen(struct window *window);

/* Bring it to the screen, once. Return: it is not minimised or hidden. */
bool window_show(struct window *window);

/* Read @texture back, in its own size, as it is drawn. */
int window_grab(struct window *window, SDL_Texture *texture,
		struct image *image);

#endif /* VIEW_WINDOW_H */
