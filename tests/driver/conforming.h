/* SPDX-License-Identifier: MIT */
/*
 * Conforming users of ring 0, at full speed, as jobs for actor_start(): they
 * end with a status if they see what they must never see, and take an eviction
 * and a new generation as they come.
 */
#ifndef TESTS_DRIVER_CONFORMING_H
#define TESTS_DRIVER_CONFORMING_H

#include <framering.h>

#include "actor.h"

void conforming_producer(struct actor *self);
void conforming_writer(struct actor *self);
void conforming_lossless(struct actor *self);
void conforming_live(struct actor *self);
/* A live reader of the newest frame. */
void conforming_latest(struct actor *self);
/* By read(2). */
void conforming_reader(struct actor *self);
/* The driver's own producer, ten frames at a time. */
void conforming_pattern(struct actor *self);

/* Geometry, slots and memory by chance, as the ring behind @file can have. */
struct framering_config conforming_config(int file, uint64_t *state);

#endif /* TESTS_DRIVER_CONFORMING_H */
