// SPDX-License-Identifier: MIT
/* Sleeping on a descriptor, until that is ready or the pipeline flushes. */
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "wake.h"

int wake_init(struct wake *wake)
{
	wake->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return wake->fd < 0 ? -errno : 0;
}

void wake_finish(struct wake *wake)
{
	if (wake->fd >= 0)
		close(wake->fd);
	wake->fd = -1;
}

void wake_set(struct wake *wake)
{
	/* It cannot overflow, and there is nobody else to tell. */
	eventfd_write(wake->fd, 1);
}

void wake_clear(struct wake *wake)
{
	eventfd_t value;

	eventfd_read(wake->fd, &value);
}

int wake_poll(struct wake *wake, int fd, short events, int timeout_ms)
{
	struct pollfd fds[] = {
		{ .fd = fd, .events = events },
		{ .fd = wake->fd, .events = POLLIN },
	};
	struct timespec timeout = {
		.tv_sec = timeout_ms / 1000,
		.tv_nsec = timeout_ms % 1000 * 1000000L,
	};
	int ret = ppoll(fds, 2, timeout_ms < 0 ? NULL : &timeout, NULL);

	if (ret < 0 && errno != EINTR)
		return -errno;
	if (ret > 0 && fds[1].revents)
		return -ECANCELED;
	return ret > 0 ? fds[0].revents : 0;
}
