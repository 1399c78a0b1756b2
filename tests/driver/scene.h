/* SPDX-License-Identifier: MIT */
/* Ring 0, as parties use it: with a short stall time-out, and empty after. */
#ifndef TESTS_DRIVER_SCENE_H
#define TESTS_DRIVER_SCENE_H

#include <stdint.h>

#include "party.h"

/* For whom a stall clock would be no help: he waits for ever. */
#define SCENE_NEVER_MS	3600000

/* A ring file; the ring has a new generation and no producer. */
int scene_ring(uint32_t stall_ms);
/* Nobody uses the present generation, and nothing of it is mapped. */
void scene_check_empty(int ring);
/* Somebody who comes, passes a few frames and goes. */
void scene_newcomer(struct party *party, void (*job)(struct party *me));
/* Memory that is free, or will be as soon as somebody wants it. */
long scene_memory_kb(void);

#endif /* TESTS_DRIVER_SCENE_H */
