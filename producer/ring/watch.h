/* SPDX-License-Identifier: MIT */
/* --on-demand: frames only while consumers are attached. */
#ifndef PRODUCE_WATCH_H
#define PRODUCE_WATCH_H

#include <stdint.h>

#include "common/outcome.h"
#include "common/progress.h"
#include "input/input.h"
#include "options/options.h"
#include "ring.h"

/**
 * struct watch - the consumers that are attached, and their wishes
 * @options: the command line
 * @input: where frames come from; a wish may change the test picture
 * @ring: the ring
 * @progress: its line is ended before another one is printed
 * @needed: consumers that must be attached
 * @demand: what the ring told last
 * @told: the last wish that was printed
 * @refused: a wish that cannot be granted, and is not tried again
 * @running: 1: frames are produced, 0: paused, -1: not known yet
 * @expected: consumers that were attached before the ring was configured anew
 * @settle_ns: they are waited for until then
 * @changed_ns: when the ring last reported a change
 * @pending_ns: since when a wish waits to be granted; 0: none does
 * @paused: the last watch_frame() had to wait
 * @paced: the last watch_frame() changed the rate
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
	uint32_t expected;
	uint64_t settle_ns;
	uint64_t changed_ns;
	uint64_t pending_ns;
	int paused;
	int paced;
};

void watch_init(struct watch *watch, const struct options *options,
		struct input *input, struct ring *ring,
		struct progress *progress);

/* Sleep until enough consumers are attached. Grants wishes meanwhile. */
enum outcome watch_frame(struct watch *watch);

#endif /* PRODUCE_WATCH_H */
