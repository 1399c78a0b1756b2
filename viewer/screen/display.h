/* SPDX-License-Identifier: MIT */
/*
 * Where frames are shown. A new kind of display is a file with its operations
 * at the bottom and a line in display.c.
 */
#ifndef VIEW_DISPLAY_H
#define VIEW_DISPLAY_H

#include <stdbool.h>
#include <string.h>

#include "common/stats.h"
#include "options/options.h"
#include "picture/image.h"

/* What the user wants, from display_ops.events(). */
#define DISPLAY_QUIT	(1U << 0)
#define DISPLAY_PAUSE	(1U << 1)	/* or go on */
#define DISPLAY_STEP	(1U << 2)
#define DISPLAY_SAVE	(1U << 3)

/**
 * struct display_state - what a display shows besides the picture
 * @stats: the counters
 * @waiting: what is waited for; NULL: nothing
 * @paused: no new frames
 */
struct display_state {
	const struct stats *stats;
	const char *waiting;
	bool paused;
};

struct display;

/**
 * struct display_ops - a kind of display
 * @name: for messages
 * @tick_ms: events must be looked at this often; -1: there are none
 * @create: open it. Prints errors.
 * @destroy: close it
 * @events: what the user wants: DISPLAY_ bits
 * @configure: frames will be as @status tells. Prints errors.
 * @exports: it shows slots as they are, if it may. NULL: it does not
 * @begin: slots are this consumer's from now on, until @end. NULL: the display
 *	only reads frames. Prints errors.
 * @end: see there
 * @paint: read a frame; its slot is not needed any more afterwards, but for
 *	@keeps. Prints errors.
 * @keeps: a frame that was painted is needed until it comes from @done, if this
 *	is true then. NULL: never
 * @done: such a frame. False: there is none now
 * @present: bring what has changed to the screen
 * @grab: what is on the screen; -ENODATA if there is no picture
 * @path: how a frame's bytes come to the screen, in a sentence
 * @path_name: the same in a word
 */
struct display_ops {
	const char *name;
	int tick_ms;
	int (*create)(struct display **display, const struct options *opt);
	void (*destroy)(struct display *display);
	unsigned int (*events)(struct display *display);
	int (*configure)(struct display *display,
			 const struct framering_status *status);
	bool (*exports)(const struct display *display);
	int (*begin)(struct display *display,
		     struct framering_consumer *consumer);
	void (*end)(struct display *display);
	int (*paint)(struct display *display,
		     const struct framering_frame *frame);
	bool (*keeps)(const struct display *display);
	bool (*done)(struct display *display, struct framering_frame *frame);
	void (*present)(struct display *display,
			const struct display_state *state);
	int (*grab)(struct display *display, struct image *image);
	void (*path)(const struct display *display, char *text, size_t bytes);
	const char *(*path_name)(const struct display *display);
};

/* What every kind of display begins with. */
struct display {
	const struct display_ops *ops;
};

/* Frames of @a and @b look alike and are read alike. */
static inline bool display_is_like(const struct framering_status *a,
				   const struct framering_status *b)
{
	return a->cache_effective == b->cache_effective &&
	       !memcmp(&a->geometry, &b->geometry, sizeof(a->geometry)) &&
	       !memcmp(&a->picture, &b->picture, sizeof(a->picture));
}

/* Open the display that @opt asks for. Prints errors. */
int display_create(struct display **display, const struct options *opt);

/* NULL is fine. */
void display_destroy(struct display *display);

extern const struct display_ops display_kms;
extern const struct display_ops display_null;
extern const struct display_ops display_sdl;

#endif /* VIEW_DISPLAY_H */
