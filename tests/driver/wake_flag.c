// SPDX-License-Identifier: MIT
/*
 * The wake flags: each costs the other side a KICK, so that only a role that is
 * about to sleep may set its own.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"

static uint32_t consumer_wake(const struct dev_consumer *c)
{
	return framering_read_once(&c->status->consumer_wake);
}

/* Each of these looks once whether there is a frame: 0 or 1. */
static int look_by_wait(int role)
{
	uint32_t revents;
	int ret = dev_wait(role, FRAMERING_EVENT_IN, 0, &revents);

	CHECK(!ret || ret == -ETIMEDOUT);
	return !ret;
}

static int look_by_poll(int role)
{
	struct pollfd pfd = { .fd = role, .events = POLLIN };

	return poll(&pfd, 1, 0);
}

static int look_by_select(int role)
{
	struct timeval none = { 0, 0 };
	fd_set set;

	FD_ZERO(&set);
	FD_SET(role, &set);
	return select(role + 1, &set, NULL, NULL, &none);
}

static const struct {
	const char *name;
	int (*look)(int role);
} looks[] = {
	{ "wait", look_by_wait },
	{ "poll", look_by_poll },
	{ "select", look_by_select },
};

TEST_VARIANTS(looking_for_a_frame_asks_for_no_kick_ok, looks)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(variant->look(c.fd), 0);
	CHECK_EQ(consumer_wake(&c), 0);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(variant->look(c.fd), 1);
	CHECK_EQ(consumer_wake(&c), 0);
}

TEST(looking_for_a_slot_asks_for_no_kick_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), i;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = p.fd, .events = POLLOUT };
	uint32_t revents;

	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, 0, &revents), -ETIMEDOUT);
	CHECK_EQ(poll(&pfd, 1, 0), 0);
	CHECK_EQ(framering_read_once(&p.status->producer_wake), 0);
	dev_release(&c, dev_consume(&c, 1));
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK_EQ(framering_read_once(&p.status->producer_wake), 0);
}

static int epoll_of(int role, uint32_t events)
{
	struct epoll_event event = { .events = events };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	CHECK_GE(epoll, 0);
	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, role, &event));
	return epoll;
}

/* A level-triggered one looks again before it sleeps. */
TEST(epoll_that_finds_a_frame_asks_for_no_kick_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), epoll;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct epoll_event event;

	epoll = epoll_of(c.fd, EPOLLIN);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(consumer_wake(&c), 0);
	CHECK_EQ(epoll_wait(epoll, &event, 1, 0), 1);
	CHECK_EQ(epoll_wait(epoll, &event, 1, 0), 1);
	CHECK_EQ(consumer_wake(&c), 0);
	dev_release(&c, dev_consume(&c, 1));
	CHECK_EQ(epoll_wait(epoll, &event, 1, 0), 0);
	CHECK_NE(consumer_wake(&c), 0);
}

static void sleep_in_select(int role)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(role, &set);
	CHECK_EQ(select(role + 1, &set, NULL, NULL, NULL), 1);
}

/* select(2) is not told of PRI here: it sleeps although the role has it. */
TEST(select_on_a_stale_generation_asks_for_a_kick_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct framering_config config = dev_config();
	pid_t pid;

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	pid = fork();
	CHECK_GE(pid, 0);
	if (!pid) {
		sleep_in_select(c.fd);
		_exit(0);
	}
	wait_until_asleep(pid);
	CHECK_NE(consumer_wake(&c), 0);
	kill(pid, SIGKILL);
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
}

/* An edge-triggered one is told of the second frame beside the first. */
TEST(edge_triggered_epoll_asks_for_the_next_frame_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), epoll;
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct epoll_event event;

	epoll = epoll_of(c.fd, EPOLLIN | EPOLLET);
	CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(epoll_wait(epoll, &event, 1, -1), 1);
	CHECK_NE(consumer_wake(&c), 0);
	CHECK_EQ(epoll_wait(epoll, &event, 1, 0), 0);
	CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(epoll_wait(epoll, &event, 1, -1), 1);
}
