/* SPDX-License-Identifier: MIT */
/* What a ring is at one moment, and how fast it is between two. */
#ifndef CTL_STATE_H
#define CTL_STATE_H

#include <libframering.h>

#include "rings.h"
#include "roles.h"

/**
 * struct ring_state - a ring at one moment
 * @path: its node
 * @access: how it could be opened; without access, all but @path and @error is
 *	zero
 * @error: what kept it from being opened or asked, or 0
 * @time_ns: when, by CLOCK_MONOTONIC
 * @query: what it is
 * @demand: which consumers there are
 * @told: bit i: @consumer has consumer i
 * @refused: why the consumers are not told, a negative errno; or 0
 * @timed: consumers count how long frames take, for this look and those to come
 * @consumer: what is known of each
 * @producer: what is known of the producer
 */
struct ring_state {
	char path[RING_PATH];
	enum ring_access access;
	int error;
	int64_t time_ns;
	struct framering_query query;
	struct framering_demand demand;
	uint32_t told;
	int refused;
	int timed;
	struct framering_consumer_info consumer[FRAMERING_MAX_CONSUMERS];
	struct producer_info producer;
};

/**
 * ring_state_read - look at a ring
 * @state: gets all of it
 * @ring: the ring
 * @path: its node
 * @access: how it is open
 *
 * Return: 0 or a negative errno, which is in @state->error, too.
 */
int ring_state_read(struct ring_state *state, struct framering *ring,
		    const char *path, enum ring_access access);

/*
 * The same for a ring that is opened for it, and asked how long frames take;
 * says nothing. @ring gets it, or NULL: framering_close() it after the next
 * look, since consumers count as long as it is open.
 */
int ring_state_look(struct ring_state *state, const char *path,
		    struct framering **ring);

/*
 * Frames a second from @before to @after; negative: nobody tells. Counted by
 * the producer where that is known, else by what consumers are asked.
 */
double ring_state_rate(const struct ring_state *before,
		       const struct ring_state *after);

/* Frames a second that consumer @index got; negative: it is another one. */
double ring_state_consumer_rate(const struct ring_state *before,
				const struct ring_state *after,
				unsigned int index);

/*
 * How long the frames took that consumer @index got from @before to @after, or
 * since it was asked for that, if it is another one. Return: 0, or -ENODATA:
 * nobody tells.
 */
int ring_state_times(const struct ring_state *before,
		     const struct ring_state *after, unsigned int index,
		     struct framering_times *times);

/* Frames that all consumers that are told of have missed. */
uint64_t ring_state_dropped(const struct ring_state *state);

/* Bytes of the frames and of what lies beside them. */
uint64_t ring_state_bytes(const struct framering_query *query);

#endif /* CTL_STATE_H */
