/* SPDX-License-Identifier: MIT */
/*
 * One producer and readers of different behaviour, all as fast as they can. The
 * case fails if a frame is torn or one that must not be lost is lost, if the
 * counts of drops are not exact, or if a slot is still held in the end; and it
 * hangs if a wake-up is lost.
 */
#ifndef TESTS_STRESS_LOAD_H
#define TESTS_STRESS_LOAD_H

#include "backend.h"

/* Two of each behaviour; reader 0 is lossless. */
#define LOAD_READERS	8

/**
 * struct load - how much of it
 * @name: for the harness
 * @frames: frames that are submitted
 * @readers: how many of the readers, from the first
 * @retries: times that a side that finds nothing looks again before it sleeps
 * @exports: readers export every so many frames, and go on reading them when
 *	they have given them back; 0: none
 * @ahead: so many slots are reserved at a time, at most; 0 as 1
 * @ring: the ring
 */
struct load {
	const char *name;
	uint64_t frames;
	uint32_t readers;
	uint32_t retries;
	uint32_t exports;
	uint32_t ahead;
	struct backend_config ring;
};

void load_run(const struct load *load, const struct backend *backend);

#endif /* TESTS_STRESS_LOAD_H */
