/* SPDX-License-Identifier: MIT */
/* A frame's way through any system: who has to wait waits as it was told. */
#ifndef BENCH_CARRY_H
#define BENCH_CARRY_H

#include <stdint.h>

#include "systems/system.h"

/**
 * struct carry - one end of a way
 * @system: whose way it is
 * @way: the way
 * @shape: what goes on it
 */
struct carry {
	const struct system *system;
	struct way *way;
	struct shape shape;
};

/*
 * Not zero: nobody waits any more, for frames will not come. In shared memory;
 * NULL where nobody says so.
 */
extern const uint32_t *carry_stop;

/* How long processes have to leave when a job is over: see SYSTEM_LEAVES. */
extern int64_t carry_grace_ns;

/*
 * As the system's own, but -EAGAIN never comes: -ETIMEDOUT after 20 s, and
 * -ECANCELED soon after @carry_stop.
 */
int carry_open(struct carry *carry, const struct system *system,
	       const struct shape *shape);
int carry_reserve(struct carry *carry, void **frame);
int carry_acquire(struct carry *carry, const void **frame);
int carry_submit(struct carry *carry);
int carry_release(struct carry *carry);
void carry_close(struct carry *carry);

/* Not zero: what the reader acquires is not cached, see struct system. */
int carry_streams(const struct carry *carry);

/* This process's end, as the producer or as reader @index. */
int carry_join_producer(struct carry *carry);
int carry_join_reader(struct carry *carry, uint32_t index);

/* A whole hand-over of either side; nobody touches the pixels. */
int carry_send(struct carry *carry);
int carry_receive(struct carry *carry);

#endif /* BENCH_CARRY_H */
