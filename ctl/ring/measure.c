// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/places.h"
#include "measure.h"

static void look(struct ring_state *state, struct framering **ring,
		 char (*path)[RING_PATH], unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		ring_state_look(&state[i], path[i], &ring[i]);
}

static void close_all(struct framering **ring, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		framering_close(ring[i]);
}

int measure(struct measured *measured, char (*path)[RING_PATH],
	    unsigned int count, uint32_t interval_ms)
{
	size_t bytes = sizeof(*measured->before);
	struct framering *again[FRAMERING_MAX_RINGS];

	*measured = (struct measured){
		.before = calloc(count + 1, bytes),
		.after = calloc(count + 1, bytes),
		.ring = calloc(count + 1, sizeof(struct framering *)),
		.count = count,
	};
	if (!measured->before || !measured->after || !measured->ring) {
		measure_free(measured);
		return -ENOMEM;
	}
	look(measured->before, measured->ring, path, count);
	if (!interval_ms) {
		memcpy(measured->after, measured->before, count * bytes);
		return 0;
	}
	clock_sleep(interval_ms * NS_PER_MS);
	/* What was opened first stays open: nobody stops to count meanwhile. */
	look(measured->after, again, path, count);
	close_all(again, count);
	return 0;
}

enum outcome measure_all(struct measured *measured, uint32_t interval_ms)
{
	char path[FRAMERING_MAX_RINGS][RING_PATH];
	struct rings rings;
	enum outcome outcome = rings_list(&rings);
	unsigned int i;
	int ret;

	if (outcome)
		return outcome;
	for (i = 0; i < rings.count; i++)
		snprintf(path[i], RING_PATH, "%s/%s", places.dev,
			 rings.name[i]);
	ret = measure(measured, path, rings.count, interval_ms);
	return ret ? fail(OUTCOME_FAILED, "%s", framering_error_text(ret)) :
		     OUTCOME_OK;
}

static void take_over(struct ring_state *before,
		      const struct measured *old, const char *path)
{
	unsigned int i;

	for (i = 0; i < old->count; i++)
		if (!strcmp(old->after[i].path, path))
			*before = old->after[i];
}

enum outcome measure_next(struct measured *measured)
{
	struct measured next;
	enum outcome outcome = measure_all(&next, 0);
	unsigned int i;

	if (outcome)
		return outcome;
	for (i = 0; i < next.count; i++)
		take_over(&next.before[i], measured, next.after[i].path);
	measure_free(measured);
	*measured = next;
	return OUTCOME_OK;
}

void measure_free(struct measured *measured)
{
	if (measured->ring)
		close_all(measured->ring, measured->count);
	free(measured->ring);
	free(measured->before);
	free(measured->after);
	memset(measured, 0, sizeof(*measured));
}
