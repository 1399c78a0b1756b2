/* SPDX-License-Identifier: MIT */
/* A ring in use, which must go on whatever fails beside it. */
#ifndef TESTS_KERNEL_ACTIVE_RING_H
#define TESTS_KERNEL_ACTIVE_RING_H

#include <stdint.h>

#include "dev.h"
#include "kind.h"

/**
 * struct active_ring - a ring with a producer and a consumer
 * @kind: what it is configured anew with
 * @ring: its file
 * @generation: the present one
 * @p: its producer
 * @c: its consumer
 * @failed: runs that a fault has ended
 */
struct active_ring {
	const struct dev_kind *kind;
	int ring;
	uint64_t generation;
	struct dev_producer p;
	struct dev_consumer c;
	unsigned int failed;
};

/* The functions below end the test case if they fail. */
struct active_ring active_ring_create(const struct dev_kind *kind);
/*
 * What a fault may end: 0 or a negative errno; @data is the struct
 * active_ring.
 */
int active_ring_configure(void *data);
/*
 * After active_ring_configure() with a fault gave @ret: the generation before,
 * or a new one, works. The frame that is handed over is filled with @value.
 */
void active_ring_check(struct active_ring *s, int ret, uint8_t value);
void active_ring_destroy(struct active_ring *s);

#endif /* TESTS_KERNEL_ACTIVE_RING_H */
