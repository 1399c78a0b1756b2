// SPDX-License-Identifier: MIT
/* Readers that are stopped, debugged or killed at the worst moment. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actor.h"
#include "dev.h"
#include "fixture.h"
#include "harness.h"
#include "removable_ring.h"
#include "suspend.h"

static void until_hup(int role)
{
	struct pollfd pfd = { .fd = role };

	/* Without waiting: it was suspended for long enough. */
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK(pfd.revents & POLLHUP);
}

/* Holds a frame while suspended, and then finds its role revoked. */
static void hold_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	suspend_report();
	CHECK_GE(suspend_acquire(&c, 1), 0);
	suspend_report();
	suspend_wait_end();
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	CHECK_EQ(test_write_fault(c.ring.page), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	suspend_report();
	dev_release(&c, suspend_acquire(&c, 3));
}

/* Sleeps until a slot is free, and fills it. How long that took. */
static int64_t produce_at_last(struct dev_producer *p, uint8_t value)
{
	int64_t before = dev_now();
	uint32_t revents;

	do {
		CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT,
				  before + ACTOR_TIMEOUT_NS, &revents), 0);
		CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	} while (dev_produce(p, value) == -EAGAIN);
	return dev_now() - before;
}

TEST_VARIANTS(suspended_reader_costs_a_producer_one_stall_ok, suspend_methods)
{
	int ring = fixture_ring(ACTOR_STALL_MS), i;
	struct dev_producer p = dev_producer(ring);
	pid_t pid = suspend_start_child(ring, hold_and_come_back);
	int64_t cost;

	CHECK_GE(dev_produce(&p, 1), 0);
	suspend_wait_report();
	suspend_begin(variant, pid);
	suspend_fill(&p, 2);
	cost = produce_at_last(&p, 2);
	test_diag("the stall cost %lld ms", (long long)cost / 1000000);
	CHECK_GE(cost, ACTOR_STALL_MS * 500000LL);
	CHECK_LT(cost, ACTOR_TIMEOUT_NS);
	/* And nothing more after that. */
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(p.status->consumers, 0);
	suspend_end(variant, pid);
	suspend_wait_report();
	CHECK_GE(dev_produce(&p, 3), 0);
	wait_for_exit(pid);
}

static void hold_and_wait(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	suspend_report();
	suspend_acquire(&c, 1);
	suspend_report();
	pause();
}

TEST(killed_lossless_reader_lets_a_sleeping_producer_go_wakes)
{
	int ring = fixture_ring(FIXTURE_NO_STALL_MS);
	pid_t reader = suspend_start_child(ring, hold_and_wait);
	pid_t producer = suspend_start_child(ring, suspend_fill_job);

	/* Both have reported; the reader does again when it holds a frame. */
	suspend_wait_report();
	wait_until_asleep(producer);
	CHECK_EQ(waitpid(producer, NULL, WNOHANG), 0);
	suspend_kill(reader);
	wait_for_exit(producer);
}

static void map_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	test_read_fault(c.slot[0]);
	suspend_report();
	suspend_wait_end();
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	suspend_report();
	dev_release(&c, suspend_acquire(&c, 3));
}

TEST_VARIANTS(suspended_reader_of_an_old_generation_blocks_no_one_ok,
	      suspend_methods)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR), i;
	struct dev_producer p;
	pid_t pid;

	/* The next one does not fit beside it and a third. */
	config.slots = 2;
	config.width = 4096;
	config.height = (uint32_t)(dev_query(ring).max_bytes / 2 / 4 / 4096);
	config.height--;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	pid = suspend_start_child(ring, map_and_come_back);
	suspend_begin(variant, pid);
	for (i = 0; i < 4; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	config = dev_config();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	suspend_end(variant, pid);
	suspend_wait_report();
	CHECK_GE(dev_produce(&p, 3), 0);
	wait_for_exit(pid);
}
