// SPDX-License-Identifier: MIT
/* Frames on demand: only while somebody watches. */
#include <string.h>

#include "pace.h"
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
 * How long to wait for consumers: 0 if there are enough, -1 for ever. Those who
 * were there before the ring was configured anew get a while to come back: who
 * comes last must not find that the others' wishes have carried the day.
 */
static int64_t patience(const struct watch *watch)
{
	uint32_t watchers = ring_watchers(&watch->demand);
	uint64_t now;

	if (watchers < watch->needed)
		return -1;
	if (watchers >= watch->back)
		return 0;
	now = pace_now();
	return now < watch->settle_ns ? (int64_t)(watch->settle_ns - now) : 0;
}

static void tell(struct watch *watch, int running)
{
	uint32_t watchers = ring_watchers(&watch->demand);

	if (watch->running == running)
		return;
	watch->running = running;
	if (!watch->options->verbose)
		return;
	progress_clear(watch->progress);
	if (running)
		say("%s: consumers: %u; running", watch->ring->name, watchers);
	else
		say("%s: consumers: %u of %u; paused", watch->ring->name,
		    watchers, watch->needed);
}

/* Look who watches now. @timeout_ns gets how long to wait for another look. */
static enum outcome look(struct watch *watch, int64_t *timeout_ns)
{
	enum outcome outcome = ring_demand(watch->ring, &watch->demand);

	if (outcome)
		return outcome;
	*timeout_ns = patience(watch);
	if (!*timeout_ns) {
		watch->back = 0;
		outcome = wish_heed(watch, timeout_ns);
	} else {
		tell(watch, 0);
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
			watch->news_ns = pace_now();
		if (!outcome || outcome == OUTCOME_END)
			outcome = look(watch, &timeout);
		if (outcome)
			return outcome;
	}
	tell(watch, 1);
	return OUTCOME_OK;
}
