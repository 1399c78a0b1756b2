/* SPDX-License-Identifier: MIT */
/* Structures for requests, such as a correct program might send. */
#ifndef FUZZ_DRIVER_FILL_H
#define FUZZ_DRIVER_FILL_H

#include <stdint.h>

#include "context.h"

/**
 * struct fill - a structure
 * @size: of the structure
 * @word: it, with room behind it; the first one says how long it is
 */
struct fill {
	uint32_t size;
	uint32_t word[512];
};

/**
 * struct fill_kind - a request
 * @name: for --trace
 * @weight: how often, compared to others
 * @request: its number
 * @on: on what files
 * @size: of its structure
 * @fill: fills it
 */
struct fill_kind {
	const char *name;
	uint32_t weight;
	unsigned long request;
	enum context_kind on;
	uint32_t size;
	void (*fill)(struct worker *worker, struct fill *fill);
};

const struct fill_kind *fill_pick(struct prng *prng);
const struct fill_kind *fill_for(unsigned long request);
void fill_say(struct worker *worker, const struct fill *fill);

#endif /* FUZZ_DRIVER_FILL_H */
