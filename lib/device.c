// SPDX-License-Identifier: MIT
/* The ring file. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "private.h"

/* The oldest driver that this library knows how to talk to. */
#define OLDEST_VERSION	1U

int framering_high_fd(int fd)
{
	int high;

	if (fd > STDERR_FILENO)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (high < 0)
		high = -errno;
	close(fd);
	return high;
}

static int open_file(const char *path, int flags)
{
	int fd, mode = flags & O_ACCMODE;

	if (mode != O_RDONLY && mode != O_RDWR)
		return -EINVAL;
	fd = open(path ? path : FRAMERING_DEFAULT_PATH, mode | O_CLOEXEC);
	if (fd >= 0)
		return framering_high_fd(fd);
	/* A node whose device is gone is the same as no node. */
	if (errno == ENXIO || errno == ENODEV)
		return -ENOENT;
	return -errno;
}

int framering_versions_meet(uint32_t newest, uint32_t oldest)
{
	return newest >= OLDEST_VERSION && oldest <= FRAMERING_ABI_VERSION &&
	       oldest <= newest;
}

static int check_version(struct framering *ring)
{
	struct framering_query query = { 0 };
	int ret = framering_query_sized(ring, &query, sizeof(query));

	if (ret)
		return ret;
	return framering_versions_meet(query.version, query.version_oldest) ?
	       0 : -EPROTO;
}

int framering_open(struct framering **ring, const char *path, int flags)
{
	struct framering *r = malloc(sizeof(*r));
	int ret;

	if (!r)
		return -ENOMEM;
	r->fd = open_file(path, flags);
	if (r->fd < 0) {
		ret = r->fd;
		goto free_ring;
	}
	ret = check_version(r);
	if (ret)
		goto close_file;
	*ring = r;
	return 0;

close_file:
	close(r->fd);
free_ring:
	free(r);
	return ret;
}

void framering_close(struct framering *ring)
{
	if (!ring)
		return;
	close(ring->fd);
	free(ring);
}

int framering_fd(const struct framering *ring)
{
	return ring->fd;
}

int framering_query_sized(struct framering *ring,
			  struct framering_query *query, size_t size)
{
	struct framering_query q = { .size = sizeof(q) };

	if (ioctl(ring->fd, FRAMERING_IOC_QUERY, &q) < 0)
		return -errno;
	q.size = framering_sized_min(size, sizeof(q));
	framering_sized_copy(query, size, &q, sizeof(q));
	return 0;
}

int framering_configure_sized(struct framering *ring,
			      struct framering_config *config, size_t size)
{
	struct framering_config c;
	int ret = framering_sized_check(config, size, sizeof(c));

	if (ret)
		return ret;
	framering_sized_copy(&c, sizeof(c), config, size);
	c.size = sizeof(c);
	/* Set by the driver only, perhaps at an earlier call. */
	c.cache_effective = 0;
	c.generation = 0;
	if (!(c.flags & FRAMERING_CONFIG_LAYOUT))
		memset(&c.geometry, 0, sizeof(c.geometry));
	if (ioctl(ring->fd, FRAMERING_IOC_CONFIGURE, &c) < 0)
		return -errno;
	c.size = framering_sized_min(size, sizeof(c));
	framering_sized_copy(config, size, &c, sizeof(c));
	return 0;
}

int framering_pattern(struct framering *ring, uint32_t rate, uint64_t frames)
{
	struct framering_pattern pattern = {
		.size = sizeof(pattern),
		.rate = rate,
		.frames = frames,
	};

	if (ioctl(ring->fd, FRAMERING_IOC_PATTERN, &pattern) < 0)
		return -errno;
	return 0;
}
