// SPDX-License-Identifier: MIT
/* The viewer's counters. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "stats.h"

#define SECOND	1000000000ULL

uint64_t stats_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

/*
 * Counted here and not by the role, whose count ends with it: the frames that
 * were missed between two roles are drops too. A frame number that goes back
 * begins another stream.
 */
void stats_acquired(struct stats *stats, const struct framering_frame *frame,
		    uint64_t generation)
{
	if (stats->acquired && stats->generation == generation &&
	    frame->frame > stats->next_frame)
		stats->dropped += frame->frame - stats->next_frame;
	stats->acquired++;
	stats->generation = generation;
	stats->next_frame = frame->frame + 1;
	stats->frame = frame->frame;
	stats->slot = frame->slot;
}

void stats_shown(struct stats *stats, const struct framering_frame *frame,
		 uint64_t now)
{
	stats->shown++;
	/* Other clocks tell nothing of how long it took. */
	if (frame->info.clock == FRAMERING_CLOCK_MONOTONIC)
		stats->latency_ns = (int64_t)(now - frame->time_ns);
}

void stats_tick(struct stats *stats, uint64_t now)
{
	if (!stats->since_ns) {
		stats->since_ns = now;
		stats->since_shown = stats->shown;
	}
	if (now - stats->since_ns < SECOND)
		return;
	stats->rate = (double)(stats->shown - stats->since_shown) *
		      (double)SECOND / (double)(now - stats->since_ns);
	stats->since_ns = now;
	stats->since_shown = stats->shown;
}

void stats_print(const struct stats *stats, const char *path)
{
	printf("shown=%" PRIu64 " acquired=%" PRIu64 " dropped=%" PRIu64
	       " copied=%" PRIu64 " path=%s\n", stats->shown, stats->acquired,
	       stats->dropped, stats->copied, path);
}
