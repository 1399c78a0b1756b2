/* SPDX-License-Identifier: MIT */
/* Ring 0 for actors: configured before a test, checked for leftovers after. */
#ifndef TESTS_DRIVER_FIXTURE_H
#define TESTS_DRIVER_FIXTURE_H

#include <stdint.h>

#include "actor.h"

/* A stall time-out that never comes within a test. */
#define FIXTURE_NO_STALL_MS	3600000

/* A ring file; the ring has a new generation and no producer. */
int fixture_ring(uint32_t stall_ms);
/* No role of the present generation is left, and no mapping of it. */
void fixture_check_unused(int ring);
/* A new actor attaches, passes a few frames and exits. */
void fixture_check_new_actor(struct actor *actor,
			     void (*job)(struct actor *self));
/* Memory that is free, or will be as soon as it is asked for. */
long fixture_free_memory_kb(void);

#endif /* TESTS_DRIVER_FIXTURE_H */
