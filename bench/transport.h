/* SPDX-License-Identifier: MIT */
/* Carrying a frame by any system, with waiting as the shape's flags say. */
#ifndef BENCH_TRANSPORT_H
#define BENCH_TRANSPORT_H

#include <stdint.h>

#include "systems/system.h"

/**
 * struct transport - one end of a channel, and how to use it
 * @system: the channel's system
 * @channel: the channel
 * @shape: what is carried
 */
struct transport {
	const struct system *system;
	struct channel *channel;
	struct shape shape;
};

/*
 * Not zero: waits end, for no more frames will come. In shared memory; NULL
 * where waits only end by themselves.
 */
extern const uint32_t *transport_stop;

/* How long processes have to exit when a job is over: SYSTEM_MUST_EXIT. */
extern int64_t transport_grace_ns;

/*
 * As the system's own, but -EAGAIN never comes: -ETIMEDOUT after 20 s, and
 * -ECANCELED soon after @transport_stop.
 */
int transport_open(struct transport *transport, const struct system *system,
		   const struct shape *shape);
int transport_reserve(struct transport *transport, void **frame);
int transport_acquire(struct transport *transport, const void **frame);
int transport_submit(struct transport *transport);
int transport_release(struct transport *transport);
void transport_close(struct transport *transport);

/* Not zero: what the reader acquires is not cached, see struct system. */
int transport_streams(const struct transport *transport);

/* This process's end, as the producer or as reader @index. */
int transport_join_producer(struct transport *transport);
int transport_join_reader(struct transport *transport, uint32_t index);

/* A whole hand-over on either side; the pixels are not touched. */
int transport_send(struct transport *transport);
int transport_receive(struct transport *transport);

#endif /* BENCH_TRANSPORT_H */
