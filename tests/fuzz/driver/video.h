/* SPDX-License-Identifier: MIT */
/* Requests of V4L2, such as a correct program might send. */
#ifndef FUZZ_DRIVER_VIDEO_H
#define FUZZ_DRIVER_VIDEO_H

#include <stdint.h>

#include "context.h"

/**
 * struct video_request - a structure
 * @word: it, with room behind it
 */
struct video_request {
	uint32_t word[128] __attribute__((aligned(8)));
};

/**
 * struct video_kind - a request
 * @name: for --trace
 * @weight: how often, compared to others
 * @request: its number, which says how large its structure is
 * @fill: fills it, for a queue of a type
 * @clean: NULL, or takes out what could be an address of the fuzzer's own
 */
struct video_kind {
	const char *name;
	uint32_t weight;
	unsigned long request;
	void (*fill)(struct worker *worker, struct video_request *request,
		     uint32_t type);
	void (*clean)(struct video_request *request);
};

const struct video_kind *video_pick(struct prng *prng);
/* A queue's type: mostly of one of the two kinds of nodes. */
uint32_t video_type(struct worker *worker);

#endif /* FUZZ_DRIVER_VIDEO_H */
