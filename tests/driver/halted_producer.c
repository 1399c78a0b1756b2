// SPDX-License-Identifier: MIT
/* Producers that are stopped, debugged or killed at the worst moment. */
#include <poll.h>
#include <unistd.h>

#include "dev.h"
#include "halt.h"
#include "harness.h"
#include "party.h"
#include "scene.h"
#include "victim.h"

/* Two frames, and a third that is begun. */
static struct dev_producer reserve_and_say(int ring)
{
	struct dev_producer p = dev_producer(ring);
	int i;

	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	CHECK_GE(framering_ring_reserve(&p.ring), 0);
	halt_say();
	return p;
}

static void reserve_and_wait(int ring)
{
	reserve_and_say(ring);
	pause();
}

TEST(killed_producer_leaves_its_reservation_ok)
{
	int ring = scene_ring(SCENE_NEVER_MS), i;
	struct dev_consumer lossless =
		dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct dev_consumer live = dev_consumer(ring, 0);
	struct dev_producer p;

	halt_for_ever(halt_start(ring, reserve_and_wait));
	p = dev_producer(ring);
	for (i = 0; i < 2; i++)
		CHECK_GE(dev_produce(&p, 1), 0);
	for (i = 0; i < 4; i++) {
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

/* Attach, find nothing, detach: in a process, whose end it is. */
static void read_nothing(int ring)
{
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t revents;
	int kick;

	CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EAGAIN);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, dev_now() + 1000000,
			  &revents), -ETIMEDOUT);
	halt_say();
}

TEST_VARIANTS(halted_producer_wedges_no_reader_ok, halts)
{
	int ring = scene_ring(PARTY_STALL_MS), i;
	struct dev_consumer old = dev_consumer(ring, 0), c;
	pid_t pid = halt_start(ring, reserve_and_come_back);

	halt(variant, pid);
	for (i = 0; i < 2; i++)
		dev_release(&old, dev_consume(&old, 1));
	for (i = 0; i < 40; i++)
		victim_join(halt_start(ring, read_nothing));
	CHECK_EQ(dev_query(ring).consumers, 1);
	c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	halt_end(variant, pid);
	dev_release(&c, halt_acquire(&c, 2));
	dev_release(&old, halt_acquire(&old, 2));
	victim_join(pid);
}

/* The clock runs on for a producer that fell asleep before it was halted. */
TEST_VARIANTS(halted_producer_still_has_its_laggard_evicted_ok, halts)
{
	int ring = scene_ring(PARTY_STALL_MS);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	struct pollfd pfd = { .fd = c.fd, .events = POLLPRI };
	pid_t pid = halt_start(ring, halt_filler);

	while (!framering_read_once(&c.status->producer_wake))
		poll(NULL, 0, 1);
	halt(variant, pid);
	CHECK_EQ(poll(&pfd, 1, (int)(PARTY_BOUND_NS / 1000000)), 1);
	CHECK(pfd.revents & POLLHUP);
	c = dev_consumer(ring, 0);
	halt_end(variant, pid);
	dev_release(&c, halt_acquire(&c, 2));
	victim_join(pid);
}
