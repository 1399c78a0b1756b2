/* SPDX-License-Identifier: MIT */
/*
 * How to sleep on a role file. A process sleeps on one file by one method, so
 * none of them keeps more than that.
 */
#ifndef TESTS_STRESS_WAIT_METHOD_H
#define TESTS_STRESS_WAIT_METHOD_H

#include <stdint.h>

/**
 * struct wait_method - how to sleep on a role file
 * @begin: get ready to sleep on role file @fd for FRAMERING_EVENT_ bits @events
 * @sleep: until they hold; may return too early
 * @end: let go of the file; may be NULL
 *
 * All of them end the case if they fail.
 */
struct wait_method {
	void (*begin)(int fd, uint32_t events);
	void (*sleep)(void);
	void (*end)(void);
};

extern const struct wait_method wait_method_ioctl;
extern const struct wait_method wait_method_poll;
extern const struct wait_method wait_method_epoll;
extern const struct wait_method wait_method_epoll_edge;
extern const struct wait_method wait_method_uring;
extern const struct wait_method wait_method_uring_multishot;

#endif /* TESTS_STRESS_WAIT_METHOD_H */
