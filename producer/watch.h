/* SPDX-License-Identifier: MIT */
/* Frames on demand: only while somebody watches. */
#ifndef PRODUCE_WATCH_H
#define PRODUCE_WATCH_H

#include <stdint.h>

#include "input.h"
#include "options.h"
#include "outcome.h"
#include "progress.h"
#include "ring.h"

/**
 * struct watch - who watches, and what came of it
 * @options: the command line
 * @input: what is made; a wish may change the pattern
 * @ring: what is watched
 * @progress: its line is ended before another one is printed
 * @needed: so many consumers must be attached
 * @demand: what the ring told last
 * @told: the last wish that was told to the user
 * @refused: a wish that cannot be granted, and is not tried again
 * @running: frames are made; -1: not known yet
 * @back: so many were attached before the ring was configured anew
 * @settle_ns: until then they are waited for
 * @news_ns: when there was news last
 * @pending_ns: since when there has been a wish to be heeded; 0: there is none
 * @paused: the last watch_frame() had to wait
 * @paced: the last watch_frame() took another rate
 */
struct watch {
	const struct options *options;
	struct input *input;
	struct ring *ring;
	struct progress *progress;
	uint32_t needed;
	struct framering_demand demand;
	struct framering_wish told;
	struct framering_wish refused;
	int running;
	uint32_t back;
	uint64_t settle_ns;
	uint64_t news_ns;
	uint64_t pending_ns;
	int paused;
	int paced;
};

void watch_init(struct watch *watch, const struct options *options,
		struct input *input, struct ring *ring,
		struct progress *progress);

/* Sleep until a frame is called for. Wishes are heeded on the way. */
enum outcome watch_frame(struct watch *watch);

#endif /* PRODUCE_WATCH_H */
