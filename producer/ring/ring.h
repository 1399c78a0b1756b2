/* SPDX-License-Identifier: MIT */
/* The ring that frames go to. All of these print why they failed. */
#ifndef PRODUCE_RING_H
#define PRODUCE_RING_H

#include <libframering.h>

#include "common/outcome.h"

/**
 * struct ring - the ring
 * @name: the device, for messages
 * @device: its file
 * @producer: the program's role
 * @generation: the generation of that role
 */
struct ring {
	const char *name;
	struct framering *device;
	struct framering_producer *producer;
	uint64_t generation;
};

/*
 * Open the device at @name and attach to it. A generation that is there
 * already stays, and so do its consumers, if it is what @config asks for, with
 * the geometry that @config must come out with. ring_close() it.
 */
enum outcome ring_open(struct ring *ring, const char *name,
		       const struct framering_config *config);
void ring_close(struct ring *ring);

/*
 * Give the ring another format, and attach to it. OUTCOME_END if it is
 * refused: then the ring is as it was.
 */
enum outcome ring_change(struct ring *ring,
			 const struct framering_config *config);

/* Print what the ring is. */
void ring_describe(const struct ring *ring);

/* Get the attached consumers and the last wish, as they are now. */
enum outcome ring_demand(const struct ring *ring,
			 struct framering_demand *demand);

/* Consumers that are attached. */
static inline uint32_t ring_consumers(const struct framering_demand *demand)
{
	return (uint32_t)__builtin_popcount(demand->consumers);
}

/*
 * Sleep until ring_demand() would tell something new. OUTCOME_END after
 * @timeout_ns; -1: never.
 */
enum outcome ring_wait_demand(const struct ring *ring, int64_t timeout_ns);

/* Sleep until @count consumers are attached. */
enum outcome ring_wait_consumers(const struct ring *ring, uint32_t count);

/* Sleep until a slot is free. OUTCOME_END after @timeout_ns; -1: never. */
enum outcome ring_wait_slot(const struct ring *ring, int64_t timeout_ns);

/* Say that libframering gave @error, and return the outcome. */
enum outcome ring_fail(const struct ring *ring, int error);

#endif /* PRODUCE_RING_H */
