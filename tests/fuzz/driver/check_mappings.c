// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <framering.h>

#include "check.h"
#include "context.h"
#include "guard.h"
#include "harness.h"

#define MAX_FDS		1024

/* A line of /proc/self/maps. */
struct mapping {
	unsigned long long start, end, offset, inode;
	char mode[5];
};

/* What the role of this inode is; -ENOENT if there is no descriptor of it. */
static int find_role(unsigned long long inode, struct framering_role_info *role)
{
	struct stat stat;
	int fd;

	for (fd = 3; fd < MAX_FDS; fd++) {
		*role = (struct framering_role_info){ .size = sizeof(*role) };
		if (!fstat(fd, &stat) && stat.st_ino == inode &&
		    !ioctl(fd, FRAMERING_IOC_ROLE, role))
			return 0;
	}
	return -ENOENT;
}

static int may_write(const struct framering_role_info *role,
		     unsigned long long offset)
{
	int producer = role->role == FRAMERING_ROLE_PRODUCER;

	if (offset >= FRAMERING_OFFSET_REGISTERS)
		return producer;
	if (offset >= FRAMERING_OFFSET_CONSUMER)
		return !producer && offset ==
		       FRAMERING_OFFSET_CONSUMER + role->index * PAGE;
	return producer && offset >= FRAMERING_OFFSET_PRODUCER;
}

static void check_unwritable(const struct mapping *m)
{
	uint8_t *at = (uint8_t *)(uintptr_t)m->start, byte = 0;
	int fd = -1;

	CHECK_OK(fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC));
	if (pwrite(fd, &byte, 1, (off_t)m->start) == 1)
		FAIL("%#llx of offset %#llx can be written by a debugger",
		     m->start, m->offset);
	close(fd);
	CHECK_EQ(guard_fill(at, 0, 1), -EFAULT);
}

static void check(const struct mapping *m)
{
	struct framering_role_info role;

	if (strchr(m->mode, 'x'))
		FAIL("%#llx of offset %#llx is executable", m->start,
		     m->offset);
	if (!strchr(m->mode, 'w'))
		check_unwritable(m);
	else if (!strchr(m->mode, 's'))
		FAIL("%#llx of offset %#llx is private and writable", m->start,
		     m->offset);
	else if (!find_role(m->inode, &role) && !may_write(&role, m->offset))
		FAIL("%#llx of offset %#llx is writable for role %u index %u",
		     m->start, m->offset, role.role, role.index);
}

void check_mappings(const struct context *context)
{
	FILE *file = fopen("/proc/self/maps", "re");
	unsigned int found = 0;
	struct mapping m;
	char line[512];

	CHECK(file);
	while (fgets(line, sizeof(line), file)) {
		/* A dma-buf's ends with its name and the like. */
		if (!strstr(line, "[framering]") && !strstr(line, "/dmabuf:"))
			continue;
		CHECK_EQ(sscanf(line, "%llx-%llx %4s %llx %*s %llu", &m.start,
				&m.end, m.mode, &m.offset, &m.inode), 5);
		check(&m);
		found++;
	}
	fclose(file);
	if (context->trace)
		printf("%u mappings are as they may be\n", found);
}
