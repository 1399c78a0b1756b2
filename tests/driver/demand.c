// SPDX-License-Identifier: MIT
/* DEMAND and WISH: which consumers there are, and what they wish for. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

/* Sleeps while the serial is @serial. 0 or -errno. */
static int ask(int ring, uint64_t serial, int64_t deadline_ns,
	       struct framering_demand *demand)
{
	*demand = (struct framering_demand){
		.size = sizeof(*demand),
		.serial = serial,
		.deadline_ns = deadline_ns,
	};
	return ioctl(ring, FRAMERING_IOC_DEMAND, demand) ? -errno : 0;
}

static struct framering_demand look(int ring)
{
	struct framering_demand demand;

	CHECK_EQ(ask(ring, 0, 0, &demand), 0);
	CHECK_NE(demand.serial, 0);
	return demand;
}

static short poll_of(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLPRI };

	CHECK_GE(poll(&pfd, 1, 0), 0);
	return pfd.revents;
}

static int wish(int role, uint32_t width, uint32_t height)
{
	struct framering_wish wish = {
		.size = sizeof(wish),
		.fourcc = DRM_FORMAT_NV12,
		.width = width,
		.height = height,
		.rate = 25000,
	};

	return ioctl(role, FRAMERING_IOC_WISH, &wish) ? -errno : 0;
}

TEST(demand_tells_of_each_consumer_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), first, second;
	struct framering_demand demand = look(ring);
	uint64_t serial = demand.serial;

	CHECK_EQ(demand.consumers, 0);
	CHECK_EQ(demand.generation, dev_query(ring).generation);
	CHECK_EQ(look(ring).serial, serial);
	first = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	second = dev_attach(ring, FRAMERING_ROLE_CONSUMER,
			    FRAMERING_ATTACH_LOSSLESS, NULL);
	demand = look(ring);
	CHECK_NE(demand.serial, serial);
	CHECK_EQ(demand.consumers, 3);
	CHECK_EQ(demand.lossless, 2);
	CHECK_EQ(demand.wishes, 0);
	close(first);
	CHECK_NE(look(ring).serial, demand.serial);
	CHECK_EQ(look(ring).consumers, 2);
	close(second);
	CHECK_EQ(look(ring).consumers, 0);
}

TEST(demand_tells_the_last_wish_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int first = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	int second = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	uint64_t serial = look(ring).serial;

	CHECK_EQ(wish(second, 320, 240), 0);
	CHECK_NE(look(ring).serial, serial);
	CHECK_EQ(wish(first, 640, 480), 0);
	CHECK_EQ(look(ring).wishes, 3);
	CHECK_EQ(look(ring).wish.width, 640);
	CHECK_EQ(look(ring).wish.height, 480);
	CHECK_EQ(look(ring).wish.fourcc, DRM_FORMAT_NV12);
	CHECK_EQ(look(ring).wish.rate, 25000);
	/* A consumer that detaches takes its wish away. */
	close(first);
	CHECK_EQ(look(ring).wishes, 2);
	CHECK_EQ(look(ring).wish.width, 320);
	close(second);
	CHECK_EQ(look(ring).wishes, 0);
	CHECK_EQ(look(ring).wish.width, 0);
}

TEST(wish_that_cannot_be_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	int producer = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	struct framering_wish bad = { .size = sizeof(bad), .flags = 1 };

	CHECK_ERRNO(ioctl(role, FRAMERING_IOC_WISH, &bad), EINVAL);
	CHECK_EQ(wish(role, FRAMERING_MAX_SIDE + 1, 1), -EINVAL);
	CHECK_EQ(wish(role, 1, FRAMERING_MAX_SIDE + 1), -EINVAL);
	CHECK_EQ(wish(producer, 1, 1), -EBADF);
	CHECK_EQ(look(ring).wishes, 0);
}

TEST(demand_with_a_bad_structure_fails)
{
	struct framering_demand demand;
	int ring = dev_ring(FRAMERING_CACHE_WB);

	demand = (struct framering_demand){ .size = sizeof(demand) };
	demand.flags = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_DEMAND, &demand), EINVAL);
	demand.flags = 0;
	demand.reserved = 1;
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_DEMAND, &demand), EINVAL);
}

TEST(demand_that_does_not_change_times_out_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	uint64_t serial = look(ring).serial;
	struct framering_demand demand;
	int64_t soon = dev_now() + 20000000;

	CHECK_EQ(ask(ring, serial, 0, &demand), -ETIMEDOUT);
	CHECK_EQ(ask(ring, serial, soon, &demand), -ETIMEDOUT);
	CHECK_GE(dev_now(), soon);
	/* What is out of date is told at once. */
	CHECK_EQ(ask(ring, serial + 1, -1, &demand), 0);
	CHECK_EQ(demand.serial, serial);
}

static void attach(int ring)
{
	dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
}

static void detach(int ring)
{
	close(dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL));
}

static void produce(int ring)
{
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

static void wish_something(int ring)
{
	CHECK_EQ(wish(dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL), 9,
		      9), 0);
}

static void configure(int ring)
{
	struct framering_config config = dev_config();

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
}

static const struct change {
	const char *name;
	void (*make)(int ring);
} changes[] = {
	{ "attach", attach },
	{ "detach", detach },
	{ "producer", produce },
	{ "wish", wish_something },
	{ "configure", configure },
};

TEST_VARIANTS(demand_that_changes_wakes, changes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	uint64_t serial = look(ring).serial;
	struct pollfd pfd = { .fd = ring, .events = POLLPRI };
	pid_t asks, polls;

	CHECK_EQ(poll_of(ring), 0);
	CHECK_OK(asks = fork());
	if (!asks) {
		struct framering_demand demand;

		CHECK_EQ(ask(ring, serial, -1, &demand), 0);
		_exit(demand.serial == serial);
	}
	wait_until_asleep(asks);
	/* A file of its own: it is what each has seen that counts. */
	CHECK_OK(polls = fork());
	if (!polls) {
		pfd.fd = dev_open(O_RDONLY);
		CHECK_EQ(poll_of(pfd.fd), POLLPRI);
		look(pfd.fd);
		CHECK_EQ(poll(&pfd, 1, -1), 1);
		_exit(pfd.revents != POLLPRI);
	}
	wait_until_asleep(polls);
	variant->make(ring);
	wait_for_exit(asks);
	wait_for_exit(polls);
}

TEST(demand_of_a_ring_that_goes_wakes)
{
	uint32_t number = rings_add();
	int ring = rings_open(number, O_RDONLY);
	uint64_t serial = look(ring).serial;
	struct framering_demand demand;
	struct timeval now = { 0 };
	fd_set set;
	pid_t pid;
	int i;

	CHECK_EQ(look(ring).generation, 0);
	CHECK_OK(pid = fork());
	if (!pid)
		_exit(ask(ring, serial, -1, &demand) != -ENODEV);
	wait_until_asleep(pid);
	CHECK_EQ(rings_remove(number), 0);
	wait_for_exit(pid);
	CHECK_EQ(poll_of(ring), POLLPRI | POLLERR | POLLHUP);
	/* Whatever select(2) was asked for. */
	for (i = 0; i < 3; i++) {
		FD_ZERO(&set);
		FD_SET(ring, &set);
		CHECK_EQ(select(ring + 1, i == 0 ? &set : NULL,
				i == 1 ? &set : NULL, i == 2 ? &set : NULL,
				&now), 1);
	}
}
