/* SPDX-License-Identifier: MIT */
/*
 * Defensive readers, which trust nothing of the producer's, as jobs for
 * actor_start(): whatever it writes, they get frames within bounds, or errors.
 */
#ifndef TESTS_DRIVER_DEFENSIVE_H
#define TESTS_DRIVER_DEFENSIVE_H

#include "actor.h"

void defensive_live(struct actor *self);
void defensive_lossless(struct actor *self);
/* Through libframering. */
void defensive_library(struct actor *self);
/* By read(2). */
void defensive_file(struct actor *self);

#endif /* TESTS_DRIVER_DEFENSIVE_H */
