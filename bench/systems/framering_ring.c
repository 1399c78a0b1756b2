// SPDX-License-Identifier: MIT
/*
 * framering's ring on ordinary shared memory, without its driver: what the
 * protocol costs. A futex stands in for the driver's wait queue.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "../ring_pages.h"
#include "sleepers.h"
#include "system.h"

/**
 * struct beds - who sleeps where; lines of their own
 * @consumers: the consumers' futex
 * @producer: the producer's futex
 */
struct beds {
	uint32_t consumers __attribute__((aligned(128)));
	uint32_t producer __attribute__((aligned(128)));
};

struct way {
	struct ring_pages pages;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
	struct beds *beds;
	struct framering_desc frame;
	int slot;
};

static void ring_close(struct way *way)
{
	ring_pages_destroy(&way->pages);
	munmap(way->beds, sizeof(*way->beds));
	free(way);
}

static int ring_open(struct way **out, const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));
	int error;

	if (!way)
		return -ENOMEM;
	way->beds = mmap(NULL, sizeof(*way->beds), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (way->beds == MAP_FAILED) {
		free(way);
		return -ENOMEM;
	}
	error = ring_pages_create(&way->pages, shape->bytes, shape->slots,
				  shape->readers,
				  !(shape->flags & SHAPE_LIVE));
	if (error) {
		munmap(way->beds, sizeof(*way->beds));
		free(way);
		return error;
	}
	way->frame.bytes = (uint32_t)way->pages.frame_bytes;
	*out = way;
	return 0;
}

static int ring_join_producer(struct way *way)
{
	ring_pages_producer(&way->pages, &way->producer);
	return 0;
}

static int ring_join_reader(struct way *way, uint32_t index)
{
	ring_pages_consumer(&way->pages, index, &way->consumer);
	return 0;
}

/* What KICK does in the driver. */
static void kick(uint32_t *flag, uint32_t *bed)
{
	__atomic_store_n(flag, 0, __ATOMIC_SEQ_CST);
	sleepers_wake(bed);
}

static void kick_producer(struct way *way)
{
	kick(&ring_pages_status(&way->pages)->producer_wake,
	     &way->beds->producer);
}

static int ring_reserve(struct way *way, void **frame)
{
	way->slot = framering_ring_reserve(&way->producer);
	if (way->slot < 0)
		return way->slot;
	*frame = ring_pages_fill(&way->pages, way->slot);
	return 0;
}

static int ring_submit(struct way *way)
{
	if (framering_ring_submit(&way->producer, &way->frame))
		kick(&ring_pages_status(&way->pages)->consumer_wake,
		     &way->beds->consumers);
	return 0;
}

static int ring_acquire(struct way *way, const void **frame)
{
	int wake = 0;

	way->slot = framering_ring_acquire(&way->consumer, 0, &wake);
	if (wake)
		kick_producer(way);
	if (way->slot < 0)
		return way->slot;
	*frame = ring_pages_frame(&way->pages, way->slot);
	return 0;
}

static int ring_release(struct way *way)
{
	if (framering_ring_release(&way->consumer, (uint32_t)way->slot))
		kick_producer(way);
	return 0;
}

/* The wake flag first, then a last look, as the driver does it. */
static int ring_wait_room(struct way *way)
{
	uint32_t seen = sleepers_look(&way->beds->producer);

	__atomic_store_n(&ring_pages_status(&way->pages)->producer_wake, 1,
			 __ATOMIC_SEQ_CST);
	framering_fence();
	if (!framering_ring_can_reserve(&way->producer))
		sleepers_sleep(&way->beds->producer, seen);
	return 0;
}

static int ring_wait_frame(struct way *way)
{
	uint32_t seen = sleepers_look(&way->beds->consumers);

	__atomic_store_n(&ring_pages_status(&way->pages)->consumer_wake, 1,
			 __ATOMIC_SEQ_CST);
	framering_fence();
	if (!framering_ring_waiting(&way->consumer))
		sleepers_sleep(&way->beds->consumers, seen);
	return 0;
}

const struct system system_framering_ring = {
	.name = "framering-ring",
	.about = "framering's ring on shared memory, without its driver; "
		 "sleeps on a futex",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_LOOKS,
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
