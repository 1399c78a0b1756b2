/* SPDX-License-Identifier: MIT */
/* Rubbish, the same for the same seed. */
#ifndef TESTS_DRIVER_RUBBISH_H
#define TESTS_DRIVER_RUBBISH_H

#include <stddef.h>
#include <stdint.h>

#include "party.h"
#include "seat.h"

/* So much rubbish was written before anybody is asked how he is. */
#define RUBBISH_MUCH	5000
#define RUBBISH_ROUNDS	3

/* Noise, or a value near @near, which gets further into the code. */
uint32_t rubbish_near(uint64_t *state, uint32_t near);
/* Noise over one word of these. */
void rubbish_word(void *at, size_t bytes, uint64_t *state);
/* Now and then, have the kernel look at it. */
void rubbish_look(struct party *me, const struct seat *seat);
/* Attach and do @job; who was evicted has had its go, and only sits there. */
void rubbish_role(struct party *me, uint32_t role, uint32_t flags,
		  void (*job)(struct party *me, struct seat *seat));

#endif /* TESTS_DRIVER_RUBBISH_H */
