/* SPDX-License-Identifier: MIT */
/* Frames at a steady rate. */
#ifndef PRODUCE_PACE_H
#define PRODUCE_PACE_H

#include <stdint.h>

#include "outcome.h"

/**
 * struct pace - when the next frame is due
 * @num: frames in @den seconds; 0: as fast as can be
 * @den: see there
 * @due_ns: CLOCK_MONOTONIC time
 * @rest: what @due_ns is short of, in 1/@num nanoseconds
 */
struct pace {
	uint32_t num;
	uint32_t den;
	uint64_t due_ns;
	uint64_t rest;
};

/* CLOCK_MONOTONIC, in nanoseconds. */
uint64_t pace_now(void);

/* The first frame is due at @now_ns. */
void pace_init(struct pace *pace, uint32_t num, uint32_t den, uint64_t now_ns);

/* Move on to the next frame. Later than a second, the pace starts anew. */
void pace_step(struct pace *pace, uint64_t now_ns);

/*
 * Sleep until the frame is due. OUTCOME_OK, OUTCOME_STOP, or OUTCOME_END if
 * @fd reports POLLPRI before; -1: no file.
 */
enum outcome pace_wait(const struct pace *pace, int fd);

#endif /* PRODUCE_PACE_H */
