/* SPDX-License-Identifier: MIT */
/* The viewer: takes frames from a ring and shows them. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>

#include "common/stats.h"
#include "options/options.h"
#include "picture/keep.h"
#include "ring/role.h"
#include "screen/display.h"

/**
 * struct view - the viewer
 * @opt: the command line
 * @role: the role in the ring
 * @display: where frames are shown
 * @keep: the last frame, for --snapshot
 * @stats: the counters
 * @since_ns: when the last frame came, or the program began
 * @paused: the user wants no new frames
 * @step: one more frame is shown although paused
 * @prepared: the display was made ready before the first role
 * @done: the loop ends
 */
struct view {
	const struct options *opt;
	struct role role;
	struct display *display;
	struct keep keep;
	struct stats stats;
	uint64_t since_ns;
	bool paused;
	bool step;
	bool prepared;
	bool done;
};

/* Run until something ends it. Prints errors. Return: 0 or a negative errno. */
int view_run(const struct options *opt);

#endif /* VIEW_VIEW_H */
