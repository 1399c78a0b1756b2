/* SPDX-License-Identifier: MIT */
/* Windows that need no screen. */
#ifndef TEST_WINDOWS_H
#define TEST_WINDOWS_H

#include "screen/window.h"

/* SDL's software renderer, on what is returned, for close_software(). */
SDL_Surface *open_software(struct window *window);
void close_software(struct window *window, SDL_Surface *surface);

/*
 * SDL's renderer of that name; window_finish() it. Skips the case where there
 * is none.
 */
void open_offscreen(struct window *window, const char *name);

#endif /* TEST_WINDOWS_H */
