// SPDX-License-Identifier: MIT
/*
 * framering's ring on ordinary shared memory, without its driver: what the
 * protocol costs. A futex stands in for the driver's wait queue.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "../ring_pages.h"
#include "futex.h"
#include "system.h"

/**
 * struct futexes - what both sides sleep on; on cache lines of their own
 * @consumers: the consumers' futex
 * @producer: the producer's futex
 */
struct futexes {
	uint32_t consumers __attribute__((aligned(128)));
	uint32_t producer __attribute__((aligned(128)));
};

struct channel {
	struct ring_pages pages;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
	struct futexes *futexes;
	struct framering_desc frame;
	int slot;
};

static void ring_close(struct channel *channel)
{
	ring_pages_destroy(&channel->pages);
	munmap(channel->futexes, sizeof(*channel->futexes));
	free(channel);
}

static int ring_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	int error;

	if (!channel)
		return -ENOMEM;
	channel->futexes = mmap(NULL, sizeof(*channel->futexes),
				PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (channel->futexes == MAP_FAILED) {
		free(channel);
		return -ENOMEM;
	}
	error = ring_pages_create(&channel->pages, shape->bytes, shape->slots,
				  shape->readers,
				  !(shape->flags & SHAPE_LIVE));
	if (error) {
		munmap(channel->futexes, sizeof(*channel->futexes));
		free(channel);
		return error;
	}
	channel->frame.bytes = (uint32_t)channel->pages.frame_bytes;
	*out = channel;
	return 0;
}

static int ring_join_producer(struct channel *channel)
{
	ring_pages_producer(&channel->pages, &channel->producer);
	return 0;
}

static int ring_join_reader(struct channel *channel, uint32_t index)
{
	ring_pages_consumer(&channel->pages, index, &channel->consumer);
	return 0;
}

/* What KICK does in the driver. */
static void kick(uint32_t *flag, uint32_t *futex)
{
	__atomic_store_n(flag, 0, __ATOMIC_SEQ_CST);
	futex_wake(futex);
}

static void kick_producer(struct channel *channel)
{
	kick(&ring_pages_status(&channel->pages)->producer_wake,
	     &channel->futexes->producer);
}

static int ring_reserve(struct channel *channel, void **frame)
{
	channel->slot = framering_ring_reserve(&channel->producer);
	if (channel->slot < 0)
		return channel->slot;
	*frame = ring_pages_fill(&channel->pages, channel->slot);
	return 0;
}

static int ring_submit(struct channel *channel)
{
	if (framering_ring_submit(&channel->producer, &channel->frame))
		kick(&ring_pages_status(&channel->pages)->consumer_wake,
		     &channel->futexes->consumers);
	return 0;
}

static int ring_acquire(struct channel *channel, const void **frame)
{
	int wake = 0;

	channel->slot = framering_ring_acquire(&channel->consumer, 0, &wake);
	if (wake)
		kick_producer(channel);
	if (channel->slot < 0)
		return channel->slot;
	*frame = ring_pages_frame(&channel->pages, channel->slot);
	return 0;
}

static int ring_release(struct channel *channel)
{
	int kick, ret;

	ret = framering_ring_release(&channel->consumer,
				     (uint32_t)channel->slot, &kick);
	if (kick)
		kick_producer(channel);
	return ret;
}

/* The wake flag first, then a last look, as the driver does it. */
static int ring_wait_room(struct channel *channel)
{
	uint32_t seen = futex_value(&channel->futexes->producer);

	__atomic_store_n(&ring_pages_status(&channel->pages)->producer_wake, 1,
			 __ATOMIC_SEQ_CST);
	framering_fence();
	if (!framering_ring_can_reserve(&channel->producer))
		futex_wait(&channel->futexes->producer, seen);
	return 0;
}

static int ring_wait_frame(struct channel *channel)
{
	uint32_t seen = futex_value(&channel->futexes->consumers);

	__atomic_store_n(&ring_pages_status(&channel->pages)->consumer_wake, 1,
			 __ATOMIC_SEQ_CST);
	framering_fence();
	if (!framering_ring_waiting(&channel->consumer))
		futex_wait(&channel->futexes->consumers, seen);
	return 0;
}

const struct system system_framering_ring = {
	.name = "framering-ring",
	.about = "framering's ring on shared memory, without its driver; "
		 "sleeps on a futex",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_USER_POLLS,
	.open = ring_open,
	.join_producer = ring_join_producer,
	.join_reader = ring_join_reader,
	.reserve = ring_reserve,
	.submit = ring_submit,
	.acquire = ring_acquire,
	.release = ring_release,
	.wait_room = ring_wait_room,
	.wait_frame = ring_wait_frame,
	.close = ring_close,
};
