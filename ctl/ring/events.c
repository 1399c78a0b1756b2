// SPDX-License-Identifier: MIT
#include <string.h>

#include "events.h"

static const char *const names[] = {
	[EVENT_ADDED] = "ring_added",
	[EVENT_REMOVED] = "ring_removed",
	[EVENT_CONFIGURED] = "configured",
	[EVENT_PRODUCER_ATTACHED] = "producer_attached",
	[EVENT_PRODUCER_DETACHED] = "producer_detached",
	[EVENT_CONSUMER_ATTACHED] = "consumer_attached",
	[EVENT_CONSUMER_DETACHED] = "consumer_detached",
	[EVENT_WISH] = "wish",
};

/**
 * struct comparison - two looks, and who wants to know
 * @before: the first one
 * @after: the second one
 * @anew: not zero: the generation is another one
 * @tell: gets each event
 * @argument: for @tell
 */
struct comparison {
	const struct ring_state *before;
	const struct ring_state *after;
	int anew;
	void (*tell)(const struct event *event, void *argument);
	void *argument;
};

const char *event_name(enum event_kind kind)
{
	return names[kind];
}

static void happened(const struct comparison *c, enum event_kind kind,
		     const struct ring_state *state, unsigned int index)
{
	const struct event event = { kind, state, index };

	c->tell(&event, c->argument);
}

static int has_producer(const struct ring_state *state)
{
	return !!(state->query.state & FRAMERING_STATE_PRODUCER);
}

static void compare_producers(const struct comparison *c)
{
	int had = !c->anew && has_producer(c->before);
	int has = has_producer(c->after);
	int another = had && has && c->before->producer.attached &&
		      c->after->producer.attached &&
		      c->before->producer.id != c->after->producer.id;

	if (had && (!has || another))
		happened(c, EVENT_PRODUCER_DETACHED, c->before, 0);
	if (has && (!had || another))
		happened(c, EVENT_PRODUCER_ATTACHED, c->after, 0);
}

static void compare_consumer(const struct comparison *c, unsigned int i)
{
	const struct framering_consumer_info *a = &c->before->consumer[i];
	const struct framering_consumer_info *b = &c->after->consumer[i];
	uint32_t bit = 1U << i;
	int had = !c->anew && c->before->demand.consumers & bit;
	int has = !!(c->after->demand.consumers & bit);
	int both = c->before->told & c->after->told & bit;
	int another = had && has && both && a->id != b->id;
	const struct framering_wish none = { 0 };
	const struct framering_wish *wish =
		had && !another && both ? &a->wish : &none;

	if (had && (!has || another))
		happened(c, EVENT_CONSUMER_DETACHED, c->before, i);
	if (has && (!had || another))
		happened(c, EVENT_CONSUMER_ATTACHED, c->after, i);
	if (has && c->after->told & bit &&
	    (wish->fourcc != b->wish.fourcc || wish->width != b->wish.width ||
	     wish->height != b->wish.height || wish->rate != b->wish.rate))
		happened(c, EVENT_WISH, c->after, i);
}

void events_between(const struct ring_state *before,
		    const struct ring_state *after,
		    void (*tell)(const struct event *event, void *argument),
		    void *argument)
{
	struct comparison c = {
		.before = before,
		.after = after,
		.anew = before->query.generation != after->query.generation,
		.tell = tell,
		.argument = argument,
	};
	unsigned int i;

	if (c.anew)
		happened(&c, EVENT_CONFIGURED, after, 0);
	compare_producers(&c);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		compare_consumer(&c, i);
}
