// SPDX-License-Identifier: MIT
/* Frames are charged to the memory cgroup of the process that configures. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

#define MIB		(1U << 20)
#define CGROUP_MAX	"16777216"

static const struct dev_kind charged_kinds[] = {
	{ "pages", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB, 0 },
	{ "vmalloc", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB, 0 },
	{ "coherent", FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WB, 0 },
};

static char mount_point[] = "/tmp/cgroup.XXXXXX";

static void write_text(const char *file, const char *text)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", mount_point, file);
	CHECK_OK(fd = open(path, O_WRONLY | O_CLOEXEC));
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* A cgroup "box" of 16 MiB, for the time of this case. */
static void make_box(void)
{
	char path[128];

	CHECK(mkdtemp(mount_point));
	CHECK_OK(mount("none", mount_point, "cgroup2", 0, NULL));
	write_text("cgroup.subtree_control", "+memory");
	snprintf(path, sizeof(path), "%s/box", mount_point);
	CHECK_OK(mkdir(path, 0700));
	write_text("box/memory.max", CGROUP_MAX);
}

static void remove_box(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/box", mount_point);
	CHECK_OK(rmdir(path));
	CHECK_OK(umount(mount_point));
	CHECK_OK(rmdir(mount_point));
}

/* CONFIGURE 16 slots, of @bytes together: 0 or -errno. */
static int configure(int ring, uint32_t memory, uint32_t bytes)
{
	struct framering_config config = dev_config();

	config.memory = memory;
	config.cache = FRAMERING_CACHE_WB;
	config.slots = 16;
	config.width = 1024;
	config.height = bytes / 16 / 4096;
	return ioctl(ring, FRAMERING_IOC_CONFIGURE, &config) ? -errno : 0;
}

/* In the box: 64 MiB are too many, and the process that asks survives. */
TEST_VARIANTS(configuring_more_than_the_memory_cgroup_has_fails, charged_kinds)
{
	int ring = dev_open(O_RDWR), status;
	pid_t pid;

	make_box();
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid) {
		write_text("box/cgroup.procs", "0");
		CHECK_EQ(configure(ring, variant->memory, 4 * MIB), 0);
		CHECK_EQ(configure(ring, variant->memory, MIB), 0);
		CHECK_EQ(configure(ring, variant->memory, 64 * MIB), -ENOMEM);
		CHECK_EQ(configure(ring, variant->memory, 4 * MIB), 0);
		CHECK_EQ(configure(ring, variant->memory, MIB), 0);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	/* Outside of the box there is enough. */
	CHECK_EQ(configure(ring, variant->memory, 64 * MIB), 0);
	CHECK_EQ(configure(ring, variant->memory, MIB), 0);
	remove_box();
}
