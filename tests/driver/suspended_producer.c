// SPDX-License-Identifier: MIT
/* Producers that are stopped, debugged or killed at the worst moment. */
#include <poll.h>
#include <unistd.h>

#include "actor.h"
#include "dev.h"
#include "fixture.h"
#include "harness.h"
#include "removable_ring.h"
#include "suspend.h"

/* Two frames, and a third that is begun. */
static struct dev_producer reserve_and_say(int ring)
{
	struct dev_producer p = dev_producer(ring);
	int i;

	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(framering_ring_reserve(&p.ring), 0);
	suspend_report();
	return p;
}

static void reserve_and_wait(int ring)
{
	reserve_and_say(ring);
	pause();
}

TEST(killed_producer_leaves_its_reservation_ok)
{
	int ring = fixture_ring(FIXTURE_NO_STALL_MS), i;
	struct dev_consumer lossless =
		dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_consumer live = dev_consumer(ring, 0);
	struct dev_producer p;

	suspend_kill(suspend_start_child(ring, reserve_and_wait));
	p = dev_producer(ring);
	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	for (i = 0; i < 4; i++) {
		/* The first producer's stream ended with it. */
		if (i == 2) {
			CHECK_EQ(dev_consume(&lossless, 1), -EPIPE);
			CHECK_EQ(dev_consume(&live, 1), -EPIPE);
		}
		dev_release(&lossless, dev_consume(&lossless, 1));
		dev_release(&live, dev_consume(&live, 1));
	}
	CHECK_EQ(lossless.ring.page->delivered, 4);
	CHECK_EQ(lossless.ring.page->dropped, 0);
	CHECK_EQ(live.ring.page->delivered, 4);
}

static void reserve_and_come_back(int ring)
{
	struct dev_producer p = reserve_and_say(ring);

	/* Until a reader is there. */
	while (!framering_read_once(&p.status->lossless))
		poll(NULL, 0, 1);
	CHECK_GE(dev_produce(&p, 2), 0);
}

/* Attach, find nothing, and detach by the end of the process. */
static void read_nothing(int ring)
{
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t revents;
	int kick;

	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EAGAIN);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, dev_now() + 1000000,
			  &revents), -ETIMEDOUT);
	suspend_report();
}

TEST_VARIANTS(suspended_producer_blocks_no_reader_ok, suspend_methods)
{
	int ring = fixture_ring(ACTOR_STALL_MS), i;
	struct dev_consumer old = dev_consumer(ring, 0), c;
	pid_t pid = suspend_start_child(ring, reserve_and_come_back);

	suspend_begin(variant, pid);
	for (i = 0; i < 2; i++)
		dev_release(&old, dev_consume(&old, 1));
	for (i = 0; i < 40; i++)
		wait_for_exit(suspend_start_child(ring, read_nothing));
	CHECK_EQ(dev_query(ring).consumers, 1);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	suspend_end(variant, pid);
	dev_release(&c, suspend_acquire(&c, 2));
	dev_release(&old, suspend_acquire(&old, 2));
	wait_for_exit(pid);
}

/* The clock runs on for a producer that was asleep when it was suspended. */
TEST_VARIANTS(suspended_producer_still_has_a_lagging_reader_evicted_ok,
	      suspend_methods)
{
	int ring = fixture_ring(ACTOR_STALL_MS);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = c.fd, .events = POLLPRI };
	pid_t pid = suspend_start_child(ring, suspend_fill_job);

	while (!framering_read_once(&c.status->producer_wake))
		poll(NULL, 0, 1);
	suspend_begin(variant, pid);
	CHECK_EQ(poll(&pfd, 1, (int)(ACTOR_TIMEOUT_NS / 1000000)), 1);
	CHECK(pfd.revents & POLLHUP);
	c = dev_consumer(ring, 0);
	suspend_end(variant, pid);
	dev_release(&c, suspend_acquire(&c, 2));
	wait_for_exit(pid);
}
