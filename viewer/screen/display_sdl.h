/* SPDX-License-Identifier: MIT */
/* The state of a display that is a window. */
#ifndef VIEW_SCREEN_DISPLAY_SDL_H
#define VIEW_SCREEN_DISPLAY_SDL_H

#include <stdbool.h>
#include <stdint.h>

#include "display.h"
#include "fields.h"
#include "imported.h"
#include "paint/paint.h"
#include "picture/shape.h"
#include "window.h"

/**
 * struct display_sdl - a window with a picture
 * @base: what every display begins with
 * @window: the window and its renderer
 * @opt: the command line
 * @paint: brings frames into a texture; NULL: there is no format yet
 * @imported: the slots, where the graphics card reads them itself
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
	const struct options *opt;
	struct paint *paint;
	struct imported imported;
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

static inline struct display_sdl *to_sdl(struct display *display)
{
	return (struct display_sdl *)display;
}

/* What is seen of a frame, and how. */
struct shape display_sdl_shape(const struct display_sdl *d);

/* The texture is a slot itself. */
bool display_sdl_imported(const struct display_sdl *d);

/* Draw from now on as the ring and the user want. Prints errors. */
int display_sdl_renew(struct display_sdl *d);

/* display_ops.events: keys, and what the window wants. */
unsigned int display_sdl_events(struct display *display);

#endif /* VIEW_SCREEN_DISPLAY_SDL_H */
