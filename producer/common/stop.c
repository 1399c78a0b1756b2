// SPDX-License-Identifier: MIT
/*
 * The handler writes to an eventfd that every wait polls as well: a signal
 * that comes just before a wait is not lost, and looking for one between two
 * frames takes no system call.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "stop.h"

static volatile sig_atomic_t signal_seen;
static int wake_fd = -1;

static void on_signal(int signal)
{
	const uint64_t one = 1;
	int saved = errno;

	signal_seen = signal;
	/* It fails if it is full: then it is readable, as it should be. */
	if (write(wake_fd, &one, sizeof(one)) < 0)
		errno = saved;
}

static int catch_signal(int signal)
{
	struct sigaction old, action = { .sa_handler = on_signal };

	if (sigaction(signal, NULL, &old) < 0)
		return -errno;
	if (old.sa_handler == SIG_IGN)
		return 0;
	return sigaction(signal, &action, NULL) < 0 ? -errno : 0;
}

int stop_init(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;
	int ret = 0;

	wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_fd < 0)
		return -errno;
	for (i = 0; !ret && i < sizeof(signals) / sizeof(signals[0]); i++)
		ret = catch_signal(signals[i]);
	return ret;
}

int stop_signal(void)
{
	return signal_seen;
}

void stop_die(void)
{
	signal(signal_seen, SIG_DFL);
	raise(signal_seen);
}

int stop_poll(int fd, short events, int64_t timeout_ns)
{
	struct pollfd polled[2] = {
		{ .fd = wake_fd, .events = POLLIN },
		{ .fd = fd, .events = events },
	};
	struct timespec timeout = {
		.tv_sec = timeout_ns / 1000000000,
		.tv_nsec = timeout_ns % 1000000000,
	};
	int ret;

	do
		ret = ppoll(polled, 2, timeout_ns < 0 ? NULL : &timeout, NULL);
	while (ret < 0 && errno == EINTR && !signal_seen);
	if (ret < 0)
		return -errno;
	if (polled[0].revents)
		return -EINTR;
	return polled[1].revents;
}
