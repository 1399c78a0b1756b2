// SPDX-License-Identifier: MIT
/* Frames through the real driver: order, sleeping, waking, polling. */
#include <fcntl.h>
#include <sched.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

TEST_VARIANTS(frames_arrive_in_order_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t i;

	for (i = 0; i < 50; i++) {
		int slot;

		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		slot = dev_consume(&c, (uint8_t)i);
		CHECK_GE(slot, 0);
		CHECK_EQ(c.ring.desc[slot].frame, i);
		dev_release(&c, slot);
	}
	CHECK_EQ(c.ring.page->delivered, 50);
	CHECK_EQ(c.ring.page->dropped, 0);
	CHECK_EQ(dev_consume(&c, 0), -EAGAIN);
}

TEST(live_reader_counts_its_drops_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t i;

	for (i = 0; i < 10; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	dev_release(&c, dev_consume(&c, 6));
	dev_release(&c, dev_consume(&c, 7));
	dev_release(&c, dev_consume(&c, 8));
	dev_release(&c, dev_consume(&c, 9));
	CHECK_EQ(c.ring.page->delivered, 4);
	/* Those before the first that it saw count, too. */
	CHECK_EQ(c.ring.page->dropped, 6);
	for (i = 10; i < 20; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	dev_release(&c, dev_consume(&c, 16));
	CHECK_EQ(c.ring.page->dropped, 12);
}

static struct dev_consumer *acquirer;

static void *acquire_all(void *unused)
{
	dev_take_all(acquirer);
	return unused;
}

/* @frames, whose pixels are not read, and the end of the stream. */
static void submit_all(int ring, uint32_t frames)
{
	struct dev_producer p = dev_producer(ring);
	struct framering_desc frame = { .bytes = 1 };
	uint32_t revents;

	while (frames--) {
		while (framering_ring_reserve(&p.ring) < 0)
			CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, -1,
					  &revents), 0);
		if (framering_ring_submit(&p.ring, &frame))
			CHECK_OK(ioctl(p.fd, FRAMERING_IOC_KICK));
	}
	framering_ring_end(&p.ring);
	CHECK_OK(ioctl(p.fd, FRAMERING_IOC_KICK));
}

/* The driver reads head and tail one after the other; both move. */
TEST(waiting_beside_a_thread_that_acquires_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), ret;
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint32_t revents, looks = 0;
	pthread_t thread;
	pid_t pid;

	CHECK_OK(pid = fork());
	if (!pid) {
		submit_all(ring, 5000);
		_exit(0);
	}
	acquirer = &c;
	CHECK_EQ(pthread_create(&thread, NULL, acquire_all, NULL), 0);
	while (pthread_tryjoin_np(thread, NULL)) {
		revents = 0;
		ret = dev_wait(c.fd, FRAMERING_EVENT_IN, 0, &revents);
		CHECK(!ret || ret == -ETIMEDOUT);
		CHECK_EQ(revents & ~FRAMERING_EVENT_IN, 0);
		looks++;
	}
	test_diag("%u looks", looks);
	CHECK_EQ(waitpid(pid, NULL, 0), pid);
}

TEST(lossless_reader_stops_the_producer_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint32_t revents, i;

	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
	CHECK_EQ(dev_produce(&p, 4), -EAGAIN);
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, 0, &revents), -ETIMEDOUT);
	dev_release(&c, dev_consume(&c, 0));
	CHECK_EQ(dev_wait(p.fd, FRAMERING_EVENT_OUT, 0, &revents), 0);
	CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	CHECK_GE(dev_produce(&p, 4), 0);
}

TEST(held_slot_is_passed_over_and_keeps_its_bytes_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t i;
	int slot;

	CHECK_GE(dev_produce(&p, 77), 0);
	slot = dev_consume(&c, 77);
	CHECK_GE(slot, 0);
	for (i = 0; i < 40; i++)
		CHECK_NE(dev_produce(&p, (uint8_t)i), slot);
	CHECK_EQ(c.slot[slot][0], 77);
	CHECK_EQ(c.slot[slot][64 * 48 * 4 - 1], 77);
	CHECK_GT(p.ring.page->holes, 5u);
	dev_release(&c, slot);
}

/* Waits as the producer does, in a thread, so that the test can go on. */
static void *wait_for_frame(void *data)
{
	struct dev_consumer *c = data;
	uint32_t revents = 0;
	int ret;

	ret = dev_wait(c->fd, FRAMERING_EVENT_IN, dev_now() + 20000000000LL,
		       &revents);
	return (void *)(intptr_t)(ret ? ret : (int)revents);
}

/* Returns once a consumer sleeps for a frame, or is about to. */
static void until_consumer_sleeps(const struct framering_status *status)
{
	while (!framering_read_once(&status->consumer_wake))
		sched_yield();
}

TEST(wait_in_the_kernel_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	pthread_t thread;
	void *got;
	int i;

	for (i = 0; i < 200; i++) {
		CHECK_EQ(pthread_create(&thread, NULL, wait_for_frame, &c), 0);
		if (i % 2)
			until_consumer_sleeps(p.status);
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		CHECK_EQ(pthread_join(thread, &got), 0);
		CHECK_EQ((intptr_t)got, FRAMERING_EVENT_IN);
		dev_release(&c, dev_consume(&c, (uint8_t)i));
	}
}

TEST(wait_gives_up_at_its_deadline_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);
	int64_t before = dev_now();
	uint32_t revents;

	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, before + 30000000,
			  &revents), -ETIMEDOUT);
	CHECK_GE(dev_now() - before, 30000000);
	/* One that is over already does not sleep. */
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, 1, &revents), -ETIMEDOUT);
}

static void on_alarm(int signal)
{
	(void)signal;
}

TEST(wait_ends_at_a_signal_ok)
{
	struct sigaction action = { .sa_handler = on_alarm };
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t revents;

	sigaction(SIGUSR1, &action, NULL);
	if (!fork()) {
		until_consumer_sleeps(dev_map(c.fd, 1, 0, 4096));
		kill(getppid(), SIGUSR1);
		_exit(0);
	}
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), -EINTR);
}

TEST(poll_tells_readiness_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd fds[2] = {
		{ .fd = p.fd, .events = POLLIN | POLLOUT | POLLPRI },
		{ .fd = c.fd, .events = POLLIN | POLLOUT | POLLPRI },
	};
	int i;

	CHECK_EQ(poll(fds, 2, 0), 1);
	CHECK_EQ(fds[0].revents, POLLOUT);
	for (i = 0; i < 4; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_EQ(poll(fds, 2, 0), 1);
	CHECK_EQ(fds[0].revents, 0);
	CHECK_EQ(fds[1].revents, POLLIN);
}

TEST(edge_triggered_epoll_wakes)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int i;

	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, c.fd, &event));
	for (i = 0; i < 50; i++) {
		CHECK_GE(dev_produce(&p, (uint8_t)i), 0);
		CHECK_EQ(epoll_wait(epoll, &event, 1, 10000), 1);
		CHECK_EQ(event.events, EPOLLIN);
		/* Drained and not: an edge must come either way. */
		if (i % 3)
			dev_release(&c, dev_consume(&c, (uint8_t)i));
		else
			while (framering_ring_waiting(&c.ring))
				c.ring.page->tail++;
	}
}

TEST(role_passes_to_another_process_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_producer p = dev_producer(ring);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	int status;
	pid_t pid;

	CHECK_GE(dev_produce(&p, 3), 0);
	pid = fork();
	if (!pid) {
		const uint8_t *slot = dev_map(role, 1, FRAMERING_OFFSET_FRAMES,
					      4096);

		_exit(slot[100] == 3 ? 0 : 1);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}
