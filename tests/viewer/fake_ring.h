/* SPDX-License-Identifier: MIT */
/* The ring that stands in: what its ring file and its role share. */
#ifndef TEST_FAKE_RING_H
#define TEST_FAKE_RING_H

#include <libframering.h>

#include "fake_settings.h"

#define FAKE_PAGE	4096U

/**
 * struct framering - the ring
 * @setting: what FAKE says
 * @opened_ns: when it was opened
 * @generation: number of the generation
 * @next: number of the next frame
 * @ended: the stream is at its end
 * @looks: times that it was asked what it is
 * @seen: the last of them found a format
 * @gone: the role that was taken away need not be taken away again
 */
struct framering {
	const char *setting[FAKE_SETTINGS];
	uint64_t opened_ns;
	uint64_t generation;
	uint64_t next;
	int ended;
	int gone;
	unsigned int looks;
	int seen;
};

/* CLOCK_MONOTONIC, in nanoseconds. */
uint64_t fake_now(void);

/* A setting as a number; @or if it was not given. */
uint64_t fake_number(const struct framering *ring, int setting, uint64_t or);

/* Not zero: a setting is @value. */
int fake_is(const struct framering *ring, int setting, const char *value);

/* Not zero: the ring has a format. */
int fake_is_configured(const struct framering *ring);

/* What STATUS shall be; @s is all zero. */
void fake_status(struct framering *ring, struct framering_status *s);

#endif /* TEST_FAKE_RING_H */
