// SPDX-License-Identifier: MIT
/* The administrator's file, by which rings come and go. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "private.h"

static int open_control(const char *path)
{
	int fd = open(path ? path : FRAMERING_CONTROL_PATH, O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	/* A node whose driver is gone is the same as no node. */
	return errno == ENXIO || errno == ENODEV ? -ENOENT : -errno;
}

/* One request, and the end of the file. */
static int ask(int fd, unsigned long command, void *argument)
{
	int ret = 0;

	if (ioctl(fd, command, argument) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

int framering_add_sized(const char *path, struct framering_add *add,
			size_t size)
{
	struct framering_add a;
	int fd, ret = framering_sized_check(add, size, sizeof(a));

	if (ret)
		return ret;
	framering_sized_copy(&a, sizeof(a), add, size);
	a.size = sizeof(a);
	/* Set by the driver only, perhaps at an earlier call. */
	a.ring = 0;
	a.fd = 0;
	fd = open_control(path);
	if (fd < 0)
		return fd;
	ret = ask(fd, FRAMERING_IOC_ADD, &a);
	if (ret)
		return ret;
	if (a.flags & FRAMERING_ADD_NODELESS) {
		a.fd = framering_high_fd(a.fd);
		if (a.fd < 0)
			return a.fd;
	}
	a.size = framering_sized_min(size, sizeof(a));
	framering_sized_copy(add, size, &a, sizeof(a));
	return 0;
}

int framering_remove(const char *path, uint32_t ring)
{
	struct framering_remove remove = {
		.size = sizeof(remove),
		.ring = ring,
	};

	int fd = open_control(path);
	int ret;

	if (fd < 0)
		return fd;
	ret = ask(fd, FRAMERING_IOC_REMOVE, &remove);
	/* Not to be taken for a driver that is not loaded. */
	return ret == -ENOENT ? -ENODEV : ret;
}
