// SPDX-License-Identifier: MIT
/* Windows that need no screen. */
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "windows.h"

/* LeakSanitizer's, where it is: each case is a process of its own. */
void __lsan_disable(void) __attribute__((weak));

SDL_Surface *open_software(struct window *window)
{
	SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, 64, 64, 0,
						SDL_PIXELFORMAT_RGB888);

	memset(window, 0, sizeof(*window));
	window->renderer = SDL_CreateSoftwareRenderer(surface);
	CHECK(window->renderer);
	return surface;
}

void close_software(struct window *window, SDL_Surface *surface)
{
	SDL_DestroyRenderer(window->renderer);
	SDL_FreeSurface(surface);
}

void open_offscreen(struct window *window, const char *name)
{
	struct options opt = { .renderer = name, .scale = 1 };

	/* What OpenGL's drivers leave behind is theirs. */
	if (__lsan_disable)
		__lsan_disable();
	setenv("SDL_VIDEODRIVER", "offscreen", 1);
	if (window_init(window, &opt, NULL))
		SKIP("no %s here", name);
}
