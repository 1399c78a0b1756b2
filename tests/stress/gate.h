/* SPDX-License-Identifier: MIT */
/* A counter that processes or threads share, and that they can sleep on. */
#ifndef TESTS_STRESS_GATE_H
#define TESTS_STRESS_GATE_H

#include <stdint.h>

/* On a cache line of its own. */
struct gate {
	uint32_t count;
	uint32_t fill[15];
};

/* Sleep while the count is @seen; may return too early. */
void gate_sleep(struct gate *gate, uint32_t seen);
/* One more; all who sleep wake. */
void gate_open(struct gate *gate);
/* Until the count is @count, or beyond. */
void gate_await(struct gate *gate, uint32_t count);

#endif /* TESTS_STRESS_GATE_H */
