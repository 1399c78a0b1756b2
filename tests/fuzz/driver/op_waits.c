// SPDX-License-Identifier: MIT
/* poll(2), select(2) and epoll, level- and edge-triggered. */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "ops.h"

#define SOME	4

static enum context_kind any_kind(struct worker *w)
{
	if (prng_one_in(&w->prng, 5))
		return CONTEXT_VIDEO;
	return prng_one_in(&w->prng, 3) ? CONTEXT_RING : CONTEXT_ROLE;
}

static long poll_some(struct worker *w)
{
	int timeout = (int)prng_below(&w->prng, 4) - 1;
	struct pollfd pfd[SOME];
	uint32_t i;
	long ret;

	for (i = 0; i < SOME; i++) {
		pfd[i].fd = context_pick_file(w, any_kind(w));
		pfd[i].events = (short)prng_next(&w->prng);
		worker_say(w, " fd %d", pfd[i].fd);
	}
	worker_bound(w);
	ret = ops_result(poll(pfd, SOME, timeout));
	worker_unbound(w);
	return ret;
}

static long select_one(struct worker *w)
{
	int fd = context_pick_file(w, any_kind(w));
	struct timeval timeout = { .tv_usec = 1000 };
	fd_set sets[3];
	int i;

	worker_say(w, " fd %d", fd);
	if (fd < 0 || fd >= FD_SETSIZE)
		return -EBADF;
	for (i = 0; i < 3; i++) {
		FD_ZERO(&sets[i]);
		FD_SET(fd, &sets[i]);
	}
	return ops_result(select(fd + 1, &sets[0], &sets[1], &sets[2],
				 &timeout));
}

static long control_epoll(struct worker *w)
{
	static const int how[] = {
		EPOLL_CTL_ADD, EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL,
	};
	int fd = context_pick_file(w, any_kind(w));
	int op = how[prng_below(&w->prng, 4)];
	struct epoll_event event = {
		.events = (uint32_t)prng_next(&w->prng),
	};

	if (prng_one_in(&w->prng, 2))
		event.events &= EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLET;
	worker_say(w, " op %d fd %d events %#x", op, fd, event.events);
	return ops_result(epoll_ctl(w->context->epoll, op, fd, &event));
}

static long wait_epoll(struct worker *w)
{
	struct epoll_event events[SOME];
	int timeout = (int)prng_below(&w->prng, 4) - 1;
	long ret;

	worker_bound(w);
	ret = ops_result(epoll_wait(w->context->epoll, events, SOME, timeout));
	worker_unbound(w);
	return ret;
}

static const struct op ops[] = {
	{ "poll", 20, poll_some },
	{ "select", 6, select_one },
	{ "epoll-control", 15, control_epoll },
	{ "epoll-wait", 10, wait_epoll },
};

const struct op_group ops_waits = OP_GROUP(ops);
