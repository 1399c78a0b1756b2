// SPDX-License-Identifier: MIT
/* Readers that are stopped, debugged or killed at the worst moment. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "halt.h"
#include "harness.h"
#include "party.h"
#include "scene.h"
#include "victim.h"

static void until_hup(int role)
{
	struct pollfd pfd = { .fd = role };

	/* No more than a look: it was halted for long enough. */
	CHECK_EQ(poll(&pfd, 1, 0), 1);
	CHECK(pfd.revents & POLLHUP);
}

/* Holds a frame when it is halted, and finds out when it goes on. */
static void hold_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	halt_say();
	CHECK_GE(halt_acquire(&c, 1), 0);
	halt_say();
	halt_until_end();
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	CHECK_EQ(test_write_fault(c.ring.page), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	halt_say();
	dev_release(&c, halt_acquire(&c, 3));
}

/* Sleeps until a slot is free, and fills it. How long that took. */
static int64_t produce_at_last(struct dev_producer *p, uint8_t value)
{
	int64_t before = dev_now();
	uint32_t revents;

	do {
		CHECK_EQ(dev_wait(p->fd, FRAMERING_EVENT_OUT,
				  before + PARTY_BOUND_NS, &revents), 0);
		CHECK_EQ(revents, FRAMERING_EVENT_OUT);
	} while (dev_produce(p, value) == -EAGAIN);
	return dev_now() - before;
}

TEST_VARIANTS(halted_reader_costs_a_producer_one_stall_ok, halts)
{
	int ring = scene_ring(PARTY_STALL_MS), i;
	struct dev_producer p = dev_producer(ring);
	pid_t pid = halt_start(ring, hold_and_come_back);
	int64_t cost;

	CHECK_GE(dev_produce(&p, 1), 0);
	halt_hear();
	halt(variant, pid);
	halt_fill(&p, 2);
	cost = produce_at_last(&p, 2);
	test_diag("the stall cost %lld ms", (long long)cost / 1000000);
	CHECK_GE(cost, PARTY_STALL_MS * 500000LL);
	CHECK_LT(cost, PARTY_BOUND_NS);
	/* And nothing more after that. */
	for (i = 0; i < 12; i++)
		CHECK_GE(dev_produce(&p, 2), 0);
	CHECK_EQ(p.status->consumers, 0);
	halt_end(variant, pid);
	halt_hear();
	CHECK_GE(dev_produce(&p, 3), 0);
	victim_join(pid);
}

static void hold_and_wait(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	halt_say();
	halt_acquire(&c, 1);
	halt_say();
	pause();
}

TEST(killed_lossless_reader_lets_a_sleeping_producer_go_wakes)
{
	int ring = scene_ring(SCENE_NEVER_MS);
	pid_t reader = halt_start(ring, hold_and_wait);
	pid_t producer = halt_start(ring, halt_filler);

	/* Each has said that it is there, the reader what it holds. */
	halt_hear();
	victim_until_asleep(producer);
	CHECK_EQ(waitpid(producer, NULL, WNOHANG), 0);
	halt_for_ever(reader);
	victim_join(producer);
}

static void map_and_come_back(int ring)
{
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);

	test_read_fault(c.slot[0]);
	halt_say();
	halt_until_end();
	until_hup(c.fd);
	CHECK_EQ(test_read_fault(c.slot[0]), SIGBUS);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	halt_say();
	dev_release(&c, halt_acquire(&c, 3));
}

TEST_VARIANTS(halted_reader_of_an_old_generation_hinders_nobody_ok, halts)
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
	pid = halt_start(ring, map_and_come_back);
	halt(variant, pid);
	for (i = 0; i < 4; i++) {
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	config = dev_config();
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	halt_end(variant, pid);
	halt_hear();
	CHECK_GE(dev_produce(&p, 3), 0);
	victim_join(pid);
}
