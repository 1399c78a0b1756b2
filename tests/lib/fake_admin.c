// SPDX-License-Identifier: MIT
/* The administrator's file of a device that is not there. */
#include <errno.h>
#include <fcntl.h>

#include "fake_admin.h"

struct fake_admin fake_admin = { .ring = 3 };

int fake_admin_add(struct framering_add *add)
{
	int fd = -1;

	fake_admin.asked = *add;
	if (fake_admin.error)
		return -fake_admin.error;
	if (add->flags & FRAMERING_ADD_NODELESS) {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd < 0)
			return -errno;
	}
	add->ring = fake_admin.ring;
	add->fd = fd;
	fake_admin.adds++;
	return 0;
}

int fake_admin_remove(const struct framering_remove *remove)
{
	if (remove->ring != fake_admin.ring)
		return -ENOENT;
	fake_admin.removes++;
	return 0;
}

int fake_admin_pattern(const struct framering_pattern *pattern)
{
	fake_admin.pattern = *pattern;
	fake_admin.patterns++;
	return 0;
}
