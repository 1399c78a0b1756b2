// SPDX-License-Identifier: MIT
/* A ring is taken away while processes sleep on it: all of them wake. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"
#include "rings.h"

/*
 * The generation is stale for a moment before it is gone, so that may be what
 * wakes; nothing else may, and it must not stay at that.
 */
static int ends_in_hup(uint32_t revents)
{
	CHECK_NE(revents & (FRAMERING_EVENT_PRI | FRAMERING_EVENT_HUP), 0);
	sched_yield();
	return revents & FRAMERING_EVENT_HUP;
}

static void sleep_in_wait(int role, uint32_t events)
{
	uint32_t revents;

	do
		CHECK_EQ(dev_wait(role, events, -1, &revents), 0);
	while (!ends_in_hup(revents));
}

static void consumer_in_wait(int ring)
{
	sleep_in_wait(dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL),
		      FRAMERING_EVENT_IN);
}

static void consumer_in_poll(int ring)
{
	struct pollfd pfd = {
		.fd = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL),
		.events = POLLIN | POLLPRI,
	};

	do
		CHECK_EQ(poll(&pfd, 1, -1), 1);
	while (!ends_in_hup((uint32_t)pfd.revents));
}

static void consumer_in_epoll(int ring)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, role, &event));
	CHECK_EQ(epoll_wait(epoll, &event, 1, -1), 1);
	CHECK_EQ(event.events, EPOLLHUP);
}

static void reader(int ring)
{
	char bytes[4096];
	ssize_t n;

	/* Perhaps there is a frame that it comes late for. */
	do
		n = read(ring, bytes, sizeof(bytes));
	while (n > 0);
	CHECK_EQ(n, -1);
	CHECK_EQ(errno, ENODEV);
}

/* The producer has no slot: a lossless consumer never reads. */
static void producer_in_wait(int ring)
{
	struct dev_producer p = dev_producer(ring);
	int slot;

	do
		slot = dev_produce(&p, 1);
	while (slot >= 0);
	CHECK_EQ(slot, -EAGAIN);
	sleep_in_wait(p.fd, FRAMERING_EVENT_OUT);
}

static void writer(int ring)
{
	static char frame[64 * 48 * 4];
	ssize_t n;

	do
		n = write(ring, frame, sizeof(frame));
	while (n > 0);
	CHECK_EQ(n, -1);
	CHECK_EQ(errno, ENODEV);
}

/* Runs @run on a file of its own; returns when it sleeps. */
static pid_t start(uint32_t number, void (*run)(int ring))
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		run(rings_open(number, O_RDWR));
		_exit(0);
	}
	wait_until_asleep(pid);
	return pid;
}

/* The producer first: readers of a full ring sleep for its next frame. */
static void check_sleepers(const struct removable_ring *removable,
			   void (*first)(int ring))
{
	void (*const others[])(int ring) = {
		consumer_in_wait, consumer_in_poll, consumer_in_epoll, reader,
	};
	pid_t pid[1 + sizeof(others) / sizeof(others[0])];
	uint32_t number;
	int ring = removable_ring_create(removable, &number);
	size_t i, count = sizeof(pid) / sizeof(pid[0]);

	dev_attach(ring, FRAMERING_ROLE_CONSUMER, FRAMERING_ATTACH_LOSSLESS,
		   NULL);
	pid[0] = start(number, first);
	for (i = 1; i < count; i++)
		pid[i] = start(number, others[i - 1]);
	/* All of them slept until then. */
	for (i = 0; i < count; i++)
		CHECK_EQ(waitpid(pid[i], NULL, WNOHANG), 0);
	removable_ring_remove(removable, number);
	for (i = 0; i < count; i++)
		wait_for_exit(pid[i]);
	removable_ring_restore(removable, number);
}

TEST_VARIANTS(ring_taken_away_from_a_sleeping_producer_wakes, removable_rings)
{
	check_sleepers(variant, producer_in_wait);
}

TEST_VARIANTS(ring_taken_away_from_a_sleeping_writer_wakes, removable_rings)
{
	check_sleepers(variant, writer);
}
