// SPDX-License-Identifier: MIT
/* --on-demand: frames only while consumers are attached. */
#include <string.h>

#include "common/pace.h"
#include "watch.h"
#include "wish.h"

void watch_init(struct watch *watch, const struct options *options,
		struct input *input, struct ring *ring,
		struct progress *progress)
{
	memset(watch, 0, sizeof(*watch));
	watch->options = options;
	watch->input = input;
	watch->ring = ring;
	watch->progress = progress;
	watch->running = -1;
	watch->needed = options->wait_consumers ? options->wait_consumers : 1;
}

/*
 * How long to wait for consumers: 0 if there are enough, -1 for ever. Those
 * that were attached before the ring was configured anew get time to attach
 * again: the wish of the last of them counts as much as those of the others.
 */
static int64_t time_to_wait(const struct watch *watch)
{
	uint32_t consumers = ring_consumers(&watch->demand);
	uint64_t now;

	if (consumers < watch->needed)
		return -1;
	if (consumers >= watch->expected)
		return 0;
	now = pace_now();
	return now < watch->settle_ns ? (int64_t)(watch->settle_ns - now) : 0;
}

static void print_state(struct watch *watch, int running)
{
	uint32_t consumers = ring_consumers(&watch->demand);

	if (watch->running == running)
		return;
	watch->running = running;
	if (!watch->options->verbose)
		return;
	progress_clear(watch->progress);
	if (running)
		say("%s: consumers: %u; running", watch->ring->name, consumers);
	else
		say("%s: consumers: %u of %u; paused", watch->ring->name,
		    consumers, watch->needed);
}

/* Check the consumers. @timeout_ns gets how long to wait for the next check. */
static enum outcome check(struct watch *watch, int64_t *timeout_ns)
{
	enum outcome outcome = ring_demand(watch->ring, &watch->demand);

	if (outcome)
		return outcome;
	*timeout_ns = time_to_wait(watch);
	if (!*timeout_ns) {
		watch->expected = 0;
		outcome = wish_grant(watch, timeout_ns);
	} else {
		if (watch->input->ops->pause)
			watch->input->ops->pause(watch->input,
						 watch->ring->producer);
		print_state(watch, 0);
	}
	watch->paused |= *timeout_ns != 0;
	return outcome;
}

enum outcome watch_frame(struct watch *watch)
{
	enum outcome outcome;
	int64_t timeout = 0;

	watch->paused = 0;
	watch->paced = 0;
	for (;;) {
		outcome = ring_wait_demand(watch->ring, timeout);
		if (outcome == OUTCOME_END && !timeout)
			break;
		if (!outcome)
			watch->changed_ns = pace_now();
		if (!outcome || outcome == OUTCOME_END)
			outcome = check(watch, &timeout);
		if (outcome)
			return outcome;
	}
	print_state(watch, 1);
	return OUTCOME_OK;
}
