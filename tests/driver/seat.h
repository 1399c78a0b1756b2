/* SPDX-License-Identifier: MIT */
/*
 * A role that may be taken away at any moment, also while it is being mapped.
 * Touching it then jumps out of its job: nobody but a role that was revoked
 * may see SIGBUS. One at a time in a process.
 */
#ifndef TESTS_DRIVER_SEAT_H
#define TESTS_DRIVER_SEAT_H

#include <stddef.h>
#include <stdint.h>

#include <framering_ring.h>

#include "party.h"

/**
 * struct seat - a role
 * @fd: the role file
 * @status: STATUS
 * @geometry: a copy
 * @producer: the ring's side of a producer
 * @consumer: the ring's side of a consumer
 * @page: what the role may write to, besides frames: PRODUCER or its CONSUMER
 * @page_bytes: its length
 * @slot: the frames
 */
struct seat {
	int fd;
	const struct framering_status *status;
	struct framering_geometry geometry;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
	void *page;
	size_t page_bytes;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
};

/**
 * seat_use - attach, map, do a job, and let go of everything
 * @me: the process
 * @ring: a ring file
 * @role: enum framering_role
 * @flags: FRAMERING_ATTACH_ bits
 * @job: what to do with the role
 *
 * Return: 0 if the role could be had, or attach's negative errno.
 */
int seat_use(struct party *me, int ring, uint32_t role, uint32_t flags,
	     void (*job)(struct party *me, struct seat *seat));
/* Not zero: the role is revoked. */
int seat_revoked(const struct seat *seat);
void seat_kick(const struct seat *seat);

#endif /* TESTS_DRIVER_SEAT_H */
