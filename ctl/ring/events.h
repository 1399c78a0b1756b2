/* SPDX-License-Identifier: MIT */
/* What has happened to a ring between two looks at it. */
#ifndef CTL_EVENTS_H
#define CTL_EVENTS_H

#include "state.h"

enum event_kind {
	EVENT_ADDED,
	EVENT_REMOVED,
	EVENT_CONFIGURED,
	EVENT_PRODUCER_ATTACHED,
	EVENT_PRODUCER_DETACHED,
	EVENT_CONSUMER_ATTACHED,
	EVENT_CONSUMER_DETACHED,
	EVENT_WISH,
};

/**
 * struct event - one thing that has happened
 * @kind: what
 * @state: the ring; of what has gone, as it was before
 * @index: the consumer, where it is one's
 */
struct event {
	enum event_kind kind;
	const struct ring_state *state;
	unsigned int index;
};

/* What each kind is called in JSON, as "consumer_attached". */
const char *event_name(enum event_kind kind);

/*
 * Call @tell for each thing that happened between @before and @after, with
 * @argument. A new generation has neither producer nor consumers at first.
 */
void events_between(const struct ring_state *before,
		    const struct ring_state *after,
		    void (*tell)(const struct event *event, void *argument),
		    void *argument);

#endif /* CTL_EVENTS_H */
