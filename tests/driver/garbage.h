/* SPDX-License-Identifier: MIT */
/* Garbage in shared pages, the same for the same seed. */
#ifndef TESTS_DRIVER_GARBAGE_H
#define TESTS_DRIVER_GARBAGE_H

#include <stddef.h>
#include <stdint.h>

#include "actor.h"
#include "revocable_role.h"

/* Writes of garbage before the other actors are checked. */
#define GARBAGE_WRITES	5000
#define GARBAGE_ROUNDS	3

/* A random value, or one near @near, which gets further into the code. */
uint32_t garbage_near(uint64_t *state, uint32_t near);
/* Overwrite one word of these. */
void garbage_word(void *at, size_t bytes, uint64_t *state);
/* Now and then, have the kernel read the pages. */
void garbage_enter_kernel(struct actor *self,
			  const struct revocable_role *role);
/* Attach and do @job; once evicted with frames done, only sleep. */
void garbage_role(struct actor *self, uint32_t role, uint32_t flags,
		  void (*job)(struct actor *self, struct revocable_role *held));

#endif /* TESTS_DRIVER_GARBAGE_H */
