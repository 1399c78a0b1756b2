/* SPDX-License-Identifier: MIT */
/*
 * Ways to sleep on a role file. A process sleeps on one file in one way, so
 * none of them keeps more than that.
 */
#ifndef TESTS_STRESS_WAY_H
#define TESTS_STRESS_WAY_H

#include <stdint.h>

/**
 * struct way - one of them
 * @begin: get ready to sleep on role file @fd for FRAMERING_EVENT_ bits @events
 * @sleep: until they hold; may return too early
 * @end: let go of the file; may be NULL
 *
 * All of them end the case if they fail.
 */
struct way {
	void (*begin)(int fd, uint32_t events);
	void (*sleep)(void);
	void (*end)(void);
};

extern const struct way way_wait;
extern const struct way way_poll;
extern const struct way way_epoll;
extern const struct way way_epoll_edge;
extern const struct way way_uring;
extern const struct way way_uring_multishot;

#endif /* TESTS_STRESS_WAY_H */
