/* SPDX-License-Identifier: MIT */
/* The viewer: takes frames from a ring and shows them. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>

#include "display.h"
#include "keep.h"
#include "options.h"
#include "role.h"
#include "stats.h"

/**
 * struct view - the viewer
 * @opt: the command line
 * @role: the role in the ring
 * @display: where frames are shown
 * @keep: the last frame, for --snapshot
 * @stats: the counters
 * @paused: the user wants no new frames
 * @step: but one
 * @prepared: the display has shown something of this size
 * @done: the end
 */
struct view {
	const struct options *opt;
	struct role role;
	struct display *display;
	struct keep keep;
	struct stats stats;
	bool paused;
	bool step;
	bool prepared;
	bool done;
};

/* Run until something ends it. Return: 0, or a negative errno, said. */
int view_run(const struct options *opt);

#endif /* VIEW_VIEW_H */
