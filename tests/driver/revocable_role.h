/* SPDX-License-Identifier: MIT */
/*
 * A role that may be revoked at any moment, also while it is being mapped.
 * Touching it then jumps out of its job; SIGBUS of a role that was not revoked
 * fails the test. One at a time in a process.
 */
#ifndef TESTS_DRIVER_REVOCABLE_ROLE_H
#define TESTS_DRIVER_REVOCABLE_ROLE_H

#include <stddef.h>
#include <stdint.h>

#include <framering_ring.h>

#include "actor.h"

/**
 * struct revocable_role - a role
 * @fd: the role file
 * @status: STATUS
 * @geometry: a copy
 * @producer: the ring's side of a producer
 * @consumer: the ring's side of a consumer
 * @page: what the role may write to, besides frames: PRODUCER or its CONSUMER
 * @page_bytes: its length
 * @slot: the frames
 */
struct revocable_role {
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
 * revocable_role_use - attach, map, do a job, and let go of everything
 * @self: the process
 * @ring: a ring file
 * @role: enum framering_role
 * @flags: FRAMERING_ATTACH_ bits
 * @job: what to do with the role
 *
 * Return: 0 if the role could be had, or attach's negative errno.
 */
int revocable_role_use(struct actor *self, int ring, uint32_t role,
		       uint32_t flags,
		       void (*job)(struct actor *self,
				   struct revocable_role *held));
/* Not zero: the role is revoked. */
int revocable_role_is_revoked(const struct revocable_role *role);
void revocable_role_kick(const struct revocable_role *role);

#endif /* TESTS_DRIVER_REVOCABLE_ROLE_H */
