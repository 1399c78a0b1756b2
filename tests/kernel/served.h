/* SPDX-License-Identifier: MIT */
/* A ring in service, which goes on whatever fails beside it. */
#ifndef TESTS_KERNEL_SERVED_H
#define TESTS_KERNEL_SERVED_H

#include <stdint.h>

#include "dev.h"
#include "kind.h"

/**
 * struct served - a ring in service
 * @kind: what it is configured anew with
 * @ring: its file
 * @generation: the one in service
 * @p: its producer
 * @c: its consumer
 * @failed: runs that a fault has ended
 */
struct served {
	const struct dev_kind *kind;
	int ring;
	uint64_t generation;
	struct dev_producer p;
	struct dev_consumer c;
	unsigned int failed;
};

/* The functions below end the test case if they fail. */
struct served served_begin(const struct dev_kind *kind);
/* What a fault may end: 0 or a negative errno; @data is the struct served. */
int served_configure(void *data);
/*
 * After served_configure() with a fault gave @ret: the generation before, or a
 * new one, works. The frame that is handed over is filled with @value.
 */
void served_goes_on(struct served *s, int ret, uint8_t value);
void served_end(struct served *s);

#endif /* TESTS_KERNEL_SERVED_H */
