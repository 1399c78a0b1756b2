/* SPDX-License-Identifier: MIT */
/* A ring on a device that is not there, and roles of it. All of these check. */
#ifndef TEST_FAKE_RING_H
#define TEST_FAKE_RING_H

#include <libframering.h>

#define SLOTS	4

/* Frames of 6 by 4 in YU12, which is 36 bytes. */
struct framering *fake_ring_open(uint32_t cache);

struct framering_producer *fake_ring_producer(struct framering *ring);
struct framering_consumer *fake_ring_consumer(struct framering *ring,
					      uint32_t flags);

/* Submit a frame with @value in all its bytes and in its last user data. */
void fake_ring_put(struct framering_producer *producer, int value);

/* Detach and close; each may be NULL. */
void fake_ring_end(struct framering *ring, struct framering_producer *producer,
		   struct framering_consumer *consumer);

#endif /* TEST_FAKE_RING_H */
