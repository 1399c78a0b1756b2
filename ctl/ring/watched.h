/* SPDX-License-Identifier: MIT */
/* Rings that are kept open, to hear of what happens to them. */
#ifndef CTL_WATCHED_H
#define CTL_WATCHED_H

#include <poll.h>

#include "events.h"

/**
 * struct watched_ring - one of them
 * @ring: the ring
 * @state: what it was at the last look
 */
struct watched_ring {
	struct framering *ring;
	struct ring_state state;
};

/**
 * struct watched - rings that are open
 * @ring: they
 * @count: how many
 * @folder: an inotify descriptor: nodes come and go; -1: only those that were
 *	named are watched
 * @tell: is told of events
 * @argument: for @tell
 */
struct watched {
	struct watched_ring *ring;
	unsigned int count;
	int folder;
	void (*tell)(const struct event *event, void *argument);
	void *argument;
};

/**
 * watched_open - begin to watch
 * @watched: gets what is needed; its @tell and @argument are set.
 *	watched_close() it, also after an error
 * @given: rings as on the command line
 * @count: how many; 0: all rings, and those that come
 *
 * Return: OUTCOME_OK, or another after one line.
 */
enum outcome watched_open(struct watched *watched, const char *const *given,
			  unsigned int count);

void watched_close(struct watched *watched);

/**
 * watched_wait - sleep until something has happened, and tell it
 * @watched: the rings
 * @timeout_ns: at most so long; negative: for ever
 *
 * Return: OUTCOME_OK, or OUTCOME_FAILED after one line.
 */
enum outcome watched_wait(struct watched *watched, int64_t timeout_ns);

#endif /* CTL_WATCHED_H */
