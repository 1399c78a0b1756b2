// SPDX-License-Identifier: MIT
/* Frames come out as they went in: order, emptiness, fullness, loss. */
#include <stdlib.h>

#include "harness.h"
#include "heap_ring.h"

#define LIVE		0
#define LOSSLESS	1
#define NEXT		0
#define LATEST		1

/* Submit a frame that carries its own number; gives its slot. */
static int submit(struct heap_ring *ring)
{
	struct framering_desc frame = {
		.bytes = 1,
		.time_ns = 1000 + ring->producer.frames,
		.info.user = { ring->producer.frames, 7 },
	};
	int slot = framering_ring_reserve(&ring->producer);

	if (slot >= 0)
		CHECK_EQ(framering_ring_submit(&ring->producer, &frame), 0);
	return slot;
}

static void submit_all(struct heap_ring *ring, __u32 frames)
{
	while (frames--)
		CHECK_GE(submit(ring), 0);
}

static int acquire(struct framering_ring_consumer *c, int latest)
{
	int kick, ret = framering_ring_acquire(c, latest, &kick);

	CHECK_EQ(kick, 0);
	return ret;
}

/* Acquire a frame, which must be number @frame, and release it. */
static void take(struct framering_ring_consumer *c, int latest, __u64 frame)
{
	int slot = acquire(c, latest), kick;

	CHECK_GE(slot, 0);
	CHECK_EQ(c->desc[slot].frame, frame);
	CHECK_EQ(c->desc[slot].info.user[0], frame);
	CHECK_EQ(framering_ring_release(c, (__u32)slot, &kick), 0);
	CHECK_EQ(kick, 0);
}

TEST_VARIANTS(frames_come_in_order_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 i;

	heap_ring_attach(ring, &c, 0, LIVE);
	for (i = 0; i < 100; i++) {
		__u32 slot = (variant->start + i) & (variant->slots - 1);

		CHECK_EQ(acquire(&c, NEXT), -EAGAIN);
		CHECK_EQ(framering_ring_waiting(&c), 0);
		CHECK_EQ(submit(ring), slot);
		CHECK_NE(framering_ring_waiting(&c), 0);
		CHECK_EQ(ring->page->head, variant->start + i + 1);
		CHECK_EQ(ring->page->frames, i + 1);
		take(&c, NEXT, i);
		CHECK_EQ(ring->consumer[0]->tail, ring->page->head);
	}
	CHECK_EQ(ring->consumer[0]->held, 0);
	CHECK_EQ(ring->consumer[0]->delivered, 100);
	CHECK_EQ(ring->consumer[0]->dropped, 0);
	CHECK_EQ(ring->page->holes, 0);
	CHECK_EQ(ring->page->full, 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(descriptor_is_carried_whole_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	struct framering_desc frame = {
		.flags = 3, .time_ns = 123456789012345,
		.bytes = 4711,
		.info = {
			.plane_bytes = { 1, 2, 3, 4 }, .pts = -5,
			.damage = { 6, 7, 8, 9 }, .clock = 10, .moment = 11,
			.field = 12, .meta_bytes = 13,
			.user = { 1, 2, 3, ~0ULL },
		},
		/* Not the producer's to choose. */
		.seq = 99, .frame = 99,
	};
	const struct framering_desc *desc;

	heap_ring_attach(ring, &c, 0, LIVE);
	CHECK_GE(framering_ring_reserve(&ring->producer), 0);
	framering_ring_submit(&ring->producer, &frame);
	desc = &c.desc[acquire(&c, NEXT)];
	CHECK_EQ(desc->seq, variant->start);
	CHECK_EQ(desc->frame, 0);
	CHECK_EQ(desc->flags, 3);
	CHECK_EQ(desc->time_ns, 123456789012345);
	CHECK_EQ(desc->bytes, 4711);
	CHECK_MEM_EQ(&desc->info, &frame.info, sizeof(frame.info));
	heap_ring_free(ring);
}

TEST_VARIANTS(live_reader_overrun_is_counted_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = variant->slots, i;
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, LIVE);
	submit_all(ring, 1);
	take(&c, NEXT, 0);
	/* Three rounds and one frame more: all but the last round are gone. */
	submit_all(ring, 3 * slots + 1);
	for (i = 0; i < slots; i++)
		take(&c, NEXT, 2 * slots + 2 + i);
	CHECK_EQ(acquire(&c, NEXT), -EAGAIN);
	CHECK_EQ(ring->consumer[0]->dropped, 2 * slots + 1);
	CHECK_EQ(ring->consumer[0]->delivered, slots + 1);
	CHECK_EQ(ring->page->full, 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(full_ring_loses_nothing_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	__u32 i;

	heap_ring_attach(ring, &c, 0, LIVE);
	submit_all(ring, variant->slots);
	for (i = 0; i < variant->slots; i++)
		take(&c, NEXT, i);
	CHECK_EQ(ring->consumer[0]->dropped, 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(latest_passes_over_older_frames_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, LIVE);
	submit_all(ring, 1);
	take(&c, LATEST, 0);
	submit_all(ring, 2);
	take(&c, LATEST, 2);
	CHECK_EQ(acquire(&c, LATEST), -EAGAIN);
	submit_all(ring, 5 * variant->slots);
	take(&c, LATEST, 2 + 5 * variant->slots);
	CHECK_EQ(acquire(&c, LATEST), -EAGAIN);
	CHECK_EQ(ring->consumer[0]->delivered, 3);
	CHECK_EQ(ring->consumer[0]->dropped, 1 + 5 * variant->slots - 1);
	heap_ring_free(ring);
}

TEST_VARIANTS(lossless_reader_stops_the_producer_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = variant->slots, i;
	struct framering_ring_consumer c, live;

	heap_ring_attach(ring, &c, 31, LOSSLESS);
	heap_ring_attach(ring, &live, 0, LIVE);
	submit_all(ring, slots);
	CHECK_EQ(framering_ring_can_reserve(&ring->producer), 0);
	CHECK_EQ(submit(ring), -EAGAIN);
	CHECK_EQ(ring->page->full, 1);
	CHECK_EQ(ring->page->head, variant->start + slots);
	for (i = 0; i < 100; i++) {
		take(&c, NEXT, i);
		CHECK_NE(framering_ring_can_reserve(&ring->producer), 0);
		CHECK_GE(submit(ring), 0);
		CHECK_EQ(submit(ring), -EAGAIN);
	}
	CHECK_EQ(ring->consumer[31]->dropped, 0);
	heap_ring_detach(ring, 31);
	CHECK_GE(submit(ring), 0);
	heap_ring_free(ring);
}

/* A lossless reader that fell behind was cheated: the producer must wait. */
TEST_VARIANTS(overrun_lossless_reader_fails, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	submit_all(ring, variant->slots);
	ring->page->head++;
	CHECK_EQ(acquire(&c, NEXT), -EPROTO);
	CHECK_EQ(ring->consumer[0]->held, 0);
	CHECK_EQ(ring->consumer[0]->tail, variant->start);
	ring->page->head = variant->start - 1;
	CHECK_EQ(acquire(&c, NEXT), -EPROTO);
	heap_ring_free(ring);
}

TEST_VARIANTS(abandoned_reservation_costs_the_old_frame_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u32 slots = variant->slots, i;
	struct framering_ring_consumer c;
	int slot;

	heap_ring_attach(ring, &c, 0, LIVE);
	submit_all(ring, slots);
	slot = framering_ring_reserve(&ring->producer);
	CHECK_EQ(slot, variant->start & (slots - 1));
	CHECK_EQ(framering_ring_reserve(&ring->producer), slot);
	/* Frame 0 is gone, the others are there, and nothing hangs. */
	for (i = 1; i < slots; i++)
		take(&c, NEXT, i);
	CHECK_EQ(acquire(&c, NEXT), -EAGAIN);
	CHECK_EQ(submit(ring), slot);
	take(&c, NEXT, slots);
	CHECK_EQ(ring->page->holes, 0);
	heap_ring_free(ring);
}

TEST_VARIANTS(stale_ring_is_drained_first_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	submit_all(ring, 2);
	ring->status->state |= FRAMERING_STATE_STALE;
	take(&c, NEXT, 0);
	take(&c, NEXT, 1);
	CHECK_EQ(acquire(&c, NEXT), -ESTALE);
	CHECK_EQ(acquire(&c, NEXT), -ESTALE);
	heap_ring_free(ring);
}
