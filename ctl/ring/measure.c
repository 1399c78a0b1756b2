// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/places.h"
#include "measure.h"

int measure(struct measured *measured, char (*path)[RING_PATH],
	    unsigned int count, uint32_t interval_ms)
{
	size_t bytes = sizeof(*measured->before);
	unsigned int i;

	*measured = (struct measured){
		.before = calloc(count + 1, bytes),
		.after = calloc(count + 1, bytes),
		.count = count,
	};
	if (!measured->before || !measured->after) {
		measure_free(measured);
		return -ENOMEM;
	}
	for (i = 0; i < count; i++)
		ring_state_look(&measured->before[i], path[i]);
	if (interval_ms)
		clock_sleep(interval_ms * NS_PER_MS);
	for (i = 0; i < count; i++)
		if (interval_ms)
			ring_state_look(&measured->after[i], path[i]);
		else
			measured->after[i] = measured->before[i];
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
	free(measured->before);
	free(measured->after);
	memset(measured, 0, sizeof(*measured));
}
