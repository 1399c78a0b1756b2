/* SPDX-License-Identifier: MIT */
/*
 * Honest users of ring 0, at full speed, as jobs for party_start(): they end
 * with a status if they see what they must never see, and take an eviction
 * and a new generation as they come.
 */
#ifndef TESTS_DRIVER_HONEST_H
#define TESTS_DRIVER_HONEST_H

#include <framering.h>

#include "party.h"

void honest_producer(struct party *me);
void honest_writer(struct party *me);
void honest_lossless(struct party *me);
void honest_live(struct party *me);
/* A live reader of the newest frame. */
void honest_latest(struct party *me);
/* By read(2). */
void honest_reader(struct party *me);
/* The driver's own producer, ten frames at a time. */
void honest_pattern(struct party *me);

/* Geometry, slots and memory by chance, as the ring behind @file can have. */
struct framering_config honest_config(int file, uint64_t *state);

#endif /* TESTS_DRIVER_HONEST_H */
