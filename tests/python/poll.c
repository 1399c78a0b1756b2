// SPDX-License-Identifier: MIT
/* poll(2) for an interpreter, of the fake device's files and of others. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../lib/fake_demand.h"
#include "device.h"

#define SLICE_NS	1000000LL

int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask);

int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask)
{
	struct timespec left = timeout ? *timeout : (struct timespec){ 0 };

	return (int)syscall(SYS_ppoll, fds, count, timeout ? &left : NULL, mask,
			    _NSIG / 8);
}

/* Which of @fds are ready by what the fake device says. */
static int look(struct pollfd *fds, nfds_t count)
{
	int ready = 0;
	nfds_t i;

	pthread_mutex_lock(&device_lock);
	for (i = 0; i < count; i++) {
		const struct role *role = device_role(fds[i].fd);

		fds[i].revents = 0;
		if (role)
			fds[i].revents = (short)device_events(role) &
					 (fds[i].events | POLLHUP | POLLERR);
		else if (fds[i].events == POLLPRI)
			fake_demand_poll(&fds[i], 1);
		ready += fds[i].revents != 0;
	}
	pthread_mutex_unlock(&device_lock);
	return ready;
}

/* The others, for a moment; or an error. A fake's file is always ready. */
static int look_real(struct pollfd *fds, nfds_t count, long long ns)
{
	struct timespec slice = { .tv_nsec = ns };
	struct pollfd *real = calloc(count + 1, sizeof(*real));
	int ready;
	nfds_t i;

	if (!real)
		abort();
	for (i = 0; i < count; i++) {
		real[i] = fds[i];
		if (device_role(fds[i].fd) || fds[i].events == POLLPRI)
			real[i].fd = -1;
	}
	ready = __real_ppoll(real, count, &slice, NULL);
	for (i = 0; ready > 0 && i < count; i++)
		fds[i].revents |= real[i].revents;
	free(real);
	return ready;
}

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Nobody is woken here: it looks every millisecond. */
static int fake_poll(struct pollfd *fds, nfds_t count, long long timeout_ns)
{
	long long end = timeout_ns < 0 ? -1 : now_ns() + timeout_ns, left;
	int ready, others;

	for (;;) {
		ready = look(fds, count);
		left = end < 0 ? SLICE_NS : end - now_ns();
		if (ready || left < 0)
			left = 0;
		others = look_real(fds, count,
				   left < SLICE_NS ? left : SLICE_NS);
		if (others < 0 && !ready)
			return others;
		if (ready || others > 0)
			return ready + (others > 0 ? others : 0);
		if (end >= 0 && !left)
			return 0;
	}
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
	  const sigset_t *mask)
{
	long long ns = timeout ? timeout->tv_sec * 1000000000LL +
				 timeout->tv_nsec : -1;

	if (mask)
		return __real_ppoll(fds, count, timeout, mask);
	return fake_poll(fds, count, ns);
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return fake_poll(fds, count, timeout < 0 ? -1 : timeout * 1000000LL);
}
