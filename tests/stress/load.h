/* SPDX-License-Identifier: MIT */
/*
 * One producer and readers of different tempers, all as fast as they can. The
 * case fails if a frame is torn or one that must not be lost is lost, if the
 * counts of drops are not exact, or if a slot is still held in the end; and it
 * hangs if a wake-up is lost.
 */
#ifndef TESTS_STRESS_LOAD_H
#define TESTS_STRESS_LOAD_H

#include "place.h"

/* Two of each temper; reader 0 is lossless. */
#define LOAD_READERS	8

/**
 * struct load - how much of it
 * @name: for the harness
 * @frames: frames that are submitted
 * @readers: how many of the readers, from the first
 * @patience: times that who finds nothing looks again before it sleeps
 * @ring: the ring
 */
struct load {
	const char *name;
	uint64_t frames;
	uint32_t readers;
	uint32_t patience;
	struct place_config ring;
};

void load_run(const struct load *load, const struct place *place);

#endif /* TESTS_STRESS_LOAD_H */
