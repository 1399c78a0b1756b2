// SPDX-License-Identifier: MIT
/* The wait methods that are a system call each: WAIT, poll and epoll. */
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../driver/dev.h"
#include "harness.h"
#include "wait_method.h"

static struct {
	int fd;
	int epoll;
	uint32_t events;
} own;

static void begin(int fd, uint32_t events)
{
	own.fd = fd;
	own.events = events;
}

/* Nothing else may wake: no side detaches, and nothing is configured anew. */
static void check(uint32_t revents)
{
	CHECK_EQ(revents, own.events);
}

static void sleep_in_wait(void)
{
	uint32_t revents;

	CHECK_EQ(dev_wait(own.fd, own.events, -1, &revents), 0);
	check(revents);
}

static void sleep_in_poll(void)
{
	struct pollfd pfd = {
		.fd = own.fd,
		.events = (short)own.events,
	};

	CHECK_EQ(poll(&pfd, 1, -1), 1);
	check((uint32_t)pfd.revents);
}

static void begin_epoll(int fd, uint32_t events, uint32_t flags)
{
	struct epoll_event event = { .events = events | flags };

	begin(fd, events);
	CHECK_OK(own.epoll = epoll_create1(EPOLL_CLOEXEC));
	CHECK_OK(epoll_ctl(own.epoll, EPOLL_CTL_ADD, fd, &event));
}

static void begin_level(int fd, uint32_t events)
{
	begin_epoll(fd, events, 0);
}

static void begin_edge(int fd, uint32_t events)
{
	begin_epoll(fd, events, EPOLLET);
}

static void sleep_in_epoll(void)
{
	struct epoll_event event;

	CHECK_EQ(epoll_wait(own.epoll, &event, 1, -1), 1);
	check(event.events);
}

const struct wait_method wait_method_ioctl = { begin, sleep_in_wait, NULL };
const struct wait_method wait_method_poll = { begin, sleep_in_poll, NULL };
const struct wait_method wait_method_epoll = { begin_level, sleep_in_epoll,
					       NULL };
const struct wait_method wait_method_epoll_edge = { begin_edge, sleep_in_epoll,
						    NULL };
