// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "state.h"
#include "times.h"

static void read_consumers(struct ring_state *state, struct framering *ring)
{
	uint32_t todo = state->demand.consumers;

	for (; todo; todo &= todo - 1) {
		uint32_t i = (uint32_t)__builtin_ctz(todo);
		int ret = framering_consumer_info(ring, i, &state->consumer[i]);

		if (!ret)
			state->told |= 1U << i;
		/* It has gone meanwhile. */
		else if (ret != -ENOENT && ret != -ENODATA)
			state->refused = ret;
	}
}

int ring_state_read(struct ring_state *state, struct framering *ring,
		    const char *path, enum ring_access access)
{
	int ret;

	memset(state, 0, sizeof(*state));
	snprintf(state->path, sizeof(state->path), "%s", path);
	state->access = access;
	ret = framering_query(ring, &state->query);
	if (!ret)
		ret = framering_demand(ring, &state->demand, 0);
	state->error = ret;
	if (ret)
		return ret;
	/* A ring without a format has no consumers. */
	if (state->query.generation)
		read_consumers(state, ring);
	roles_producer(state->query.name, &state->producer);
	state->time_ns = clock_now();
	return 0;
}

int ring_state_look(struct ring_state *state, const char *path,
		    struct framering **ring)
{
	enum ring_access access;
	int ret = ring_open_any(ring, path, &access);
	int timed;

	if (ret) {
		*ring = NULL;
		memset(state, 0, sizeof(*state));
		snprintf(state->path, sizeof(state->path), "%s", path);
		state->error = ret;
		return ret;
	}
	/* Who may not ask is told nothing of consumers either. */
	timed = !framering_ask_times(*ring, 1);
	ret = ring_state_read(state, *ring, path, access);
	state->timed = timed;
	return ret;
}

static int same_generation(const struct ring_state *before,
			   const struct ring_state *after)
{
	return !before->error && !after->error &&
	       before->query.ring == after->query.ring &&
	       before->query.generation == after->query.generation &&
	       after->time_ns > before->time_ns;
}

static int same_consumer(const struct ring_state *before,
			 const struct ring_state *after, unsigned int index)
{
	return before->told & after->told & 1U << index &&
	       before->consumer[index].id == after->consumer[index].id;
}

static double per_second(uint64_t count, const struct ring_state *before,
			 const struct ring_state *after)
{
	return (double)count * (double)NS_PER_S /
	       (double)(after->time_ns - before->time_ns);
}

double ring_state_rate(const struct ring_state *before,
		       const struct ring_state *after)
{
	const struct producer_info *a = &before->producer;
	const struct producer_info *b = &after->producer;
	unsigned int i;

	if (!same_generation(before, after))
		return -1;
	if (!(after->query.state & FRAMERING_STATE_PRODUCER))
		return 0;
	if (a->attached && b->attached && b->frames >= a->frames)
		return per_second(b->frames - a->frames, before, after);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		const struct framering_consumer_info *c = &before->consumer[i];
		const struct framering_consumer_info *d = &after->consumer[i];

		/* What it is behind the head, and where it is itself. */
		if (same_consumer(before, after, i))
			return per_second(d->tail + d->lag - c->tail - c->lag,
					  before, after);
	}
	return -1;
}

double ring_state_consumer_rate(const struct ring_state *before,
				const struct ring_state *after,
				unsigned int index)
{
	uint64_t a, b;

	if (!same_generation(before, after) ||
	    !same_consumer(before, after, index))
		return -1;
	a = before->consumer[index].delivered;
	b = after->consumer[index].delivered;
	return b < a ? -1 : per_second(b - a, before, after);
}

int ring_state_times(const struct ring_state *before,
		     const struct ring_state *after, unsigned int index,
		     struct framering_times *times)
{
	/* The same look: there was no interval. */
	int again = before->time_ns != after->time_ns &&
		    same_consumer(before, after, index);

	if (!after->timed || !(after->told & 1U << index))
		return -ENODATA;
	times_between(times, again ? &before->consumer[index].times : NULL,
		      &after->consumer[index].times);
	return 0;
}

uint64_t ring_state_dropped(const struct ring_state *state)
{
	uint32_t todo = state->told;
	uint64_t sum = 0;

	for (; todo; todo &= todo - 1)
		sum += state->consumer[__builtin_ctz(todo)].dropped;
	return sum;
}

uint64_t ring_state_bytes(const struct framering_query *query)
{
	const struct framering_geometry *g = &query->geometry;

	return (uint64_t)query->slots * ((uint64_t)g->slot_bytes +
					 g->meta_bytes);
}
