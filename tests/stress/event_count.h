/* SPDX-License-Identifier: MIT */
/* A counter that processes or threads share, and that they can sleep on. */
#ifndef TESTS_STRESS_EVENT_COUNT_H
#define TESTS_STRESS_EVENT_COUNT_H

#include <stdint.h>

/* On a cache line of its own. */
struct event_count {
	uint32_t count;
	uint32_t fill[15];
};

/* Sleep while the count is @seen; may return too early. */
void event_count_sleep(struct event_count *events, uint32_t seen);
/* One more; all that sleep wake. */
void event_count_advance(struct event_count *events);
/* Until the count is @count, or beyond. */
void event_count_wait(struct event_count *events, uint32_t count);

#endif /* TESTS_STRESS_EVENT_COUNT_H */
