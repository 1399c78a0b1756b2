// SPDX-License-Identifier: MIT
/* Time namespaces: the clock of a container may be some seconds off. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"

#define SECOND		1000000000LL
#define SHORT_NS	(SECOND / 5)

static const struct {
	const char *name;
	int seconds;
} offsets[] = {
	{ "ahead", 40 },
	{ "behind", -1 },
};

/* Children of this process have a clock that is @seconds ahead. */
static void enter_time_namespace(int seconds)
{
	char text[32];
	int fd;

	CHECK_OK(unshare(CLONE_NEWTIME));
	fd = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
	CHECK_GE(fd, 0);
	snprintf(text, sizeof(text), "monotonic %d 0", seconds);
	CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* Run @wait in a child with that clock: it takes as long as it says. */
static void check_wait(int seconds, int (*wait)(int ring, int64_t deadline))
{
	int ring = dev_ring(FRAMERING_CACHE_WB), status;
	pid_t pid;

	enter_time_namespace(seconds);
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid) {
		int64_t start = dev_now(), took;
		int ret = wait(ring, start + SHORT_NS);

		took = dev_now() - start;
		_exit(ret != -ETIMEDOUT || took < SHORT_NS ||
		      took > 20 * SECOND);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

static int wait_for_a_frame(int ring, int64_t deadline)
{
	uint32_t revents;

	return dev_wait(dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL),
			FRAMERING_EVENT_IN, deadline, &revents);
}

/* As "for ever" is written by many; a clock behind makes it more than that. */
TEST_VARIANTS(longest_wait_in_a_time_namespace_wakes, offsets)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), status;
	struct dev_producer p = dev_producer(ring);
	pid_t pid;

	enter_time_namespace(variant->seconds);
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid)
		_exit(wait_for_a_frame(ring, INT64_MAX) != 0);
	wait_until_asleep(pid);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

static int wait_for_demand(int ring, int64_t deadline)
{
	struct framering_demand demand = { .size = sizeof(demand) };

	CHECK_OK(ioctl(ring, FRAMERING_IOC_DEMAND, &demand));
	demand.deadline_ns = deadline;
	return ioctl(ring, FRAMERING_IOC_DEMAND, &demand) ? -errno : 0;
}

TEST_VARIANTS(wait_in_a_time_namespace_takes_as_long_as_it_says_ok, offsets)
{
	check_wait(variant->seconds, wait_for_a_frame);
}

TEST_VARIANTS(demand_in_a_time_namespace_takes_as_long_as_it_says_ok, offsets)
{
	check_wait(variant->seconds, wait_for_demand);
}

static int attached_within(int ring, int64_t start)
{
	struct framering_consumer_info info = { .size = sizeof(info) };
	int64_t attached;

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, &info.index);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONSUMER, &info));
	attached = (int64_t)info.attached_ns;
	return attached >= start && attached <= dev_now();
}

TEST_VARIANTS(consumer_attached_in_a_time_namespace_tells_its_time_ok, offsets)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), status;
	pid_t pid;

	enter_time_namespace(variant->seconds);
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid)
		_exit(!attached_within(ring, dev_now()));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
