// SPDX-License-Identifier: MIT
/* Frames that are being read while one producer follows another. */
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"

/* In a process, whose exit detaches the producer. */
static void produce(int ring, unsigned int frames)
{
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		struct dev_producer p = dev_producer(ring);

		for (; frames; frames--)
			CHECK_GE(dev_produce(&p, 7), 0);
		_exit(0);
	}
	wait_for_exit(pid);
}

static struct framering_desc acquired(struct dev_consumer *c, int *slot)
{
	*slot = dev_consume(c, 7);
	CHECK_GE(*slot, 0);
	return c->ring.desc[*slot];
}

/* Unread ones are found in new_producer_goes_on_where_the_last_one_stopped. */
TEST(held_frame_keeps_its_descriptor_over_new_producers_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB), slot, i;
	struct dev_consumer c = dev_consumer(ring, 0);
	struct framering_desc before;

	produce(ring, 3);
	before = acquired(&c, &slot);
	CHECK_EQ(before.frame, 0);
	/* The slot is passed over again and again. */
	for (i = 0; i < 3; i++) {
		produce(ring, 5);
		CHECK_MEM_EQ(&c.ring.desc[slot], &before, sizeof(before));
	}
	dev_release(&c, slot);
	/* It is not held any more: another frame may lie there. */
	produce(ring, 5);
	for (i = 0; i < 4; i++) {
		before = acquired(&c, &slot);
		CHECK_EQ(before.frame, 19 + i);
		dev_release(&c, slot);
	}
	CHECK_EQ(dev_consume(&c, 7), -EPIPE);
	CHECK_EQ(dev_consume(&c, 7), -EAGAIN);
}
