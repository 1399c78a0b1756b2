/* SPDX-License-Identifier: MIT */
/* Looks at rings, twice where rates are wanted. */
#ifndef CTL_MEASURE_H
#define CTL_MEASURE_H

#include "state.h"

/**
 * struct measured - some rings, and what they were a moment before
 * @before: before the interval
 * @after: after it; the same where there was none
 * @ring: they are open until here, and consumers count for them; NULL where
 *	one could not be opened
 * @count: rings in each
 */
struct measured {
	struct ring_state *before;
	struct ring_state *after;
	struct framering **ring;
	unsigned int count;
};

/**
 * measure - look at rings
 * @measured: gets them; measure_free() it
 * @path: their nodes
 * @count: how many
 * @interval_ms: from the first look to the second; 0: look once
 *
 * Return: 0 or -ENOMEM. What went wrong with a ring is in its state.
 */
int measure(struct measured *measured, char (*path)[RING_PATH],
	    unsigned int count, uint32_t interval_ms);

/* The same for all rings there are. */
enum outcome measure_all(struct measured *measured, uint32_t interval_ms);

/*
 * All rings again: what they were before is what they were at the last look,
 * and nothing of a ring that is new. Return: as measure_all(); @measured stays
 * as it is after an error.
 */
enum outcome measure_next(struct measured *measured);

void measure_free(struct measured *measured);

#endif /* CTL_MEASURE_H */
