// SPDX-License-Identifier: MIT
/* Several reservations at a time: in order, left out, beside all that holds. */
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "heap_ring.h"

#define LIVE		0
#define LOSSLESS	1
#define ROUNDS		200000
#define READERS		3
#define EMPTY		(~0ULL)

/* The first reservation, or one behind it: its sequence, or -1. */
static int64_t reserve(struct heap_ring *ring, int64_t last)
{
	struct framering_ring_producer *p = &ring->producer;
	int slot = last < 0 ? framering_ring_reserve(p) :
			      framering_ring_reserve_next(p, (__u32)last);

	if (slot < 0) {
		CHECK_EQ(slot, -EAGAIN);
		return -1;
	}
	CHECK_EQ(slot, p->seq & (p->slots - 1));
	CHECK_EQ(p->desc[slot].seq, framering_seq_none((__u32)slot));
	return p->seq;
}

static void submit(struct heap_ring *ring, int64_t seq)
{
	struct framering_desc frame = {
		.bytes = 1,
		.info.user = { ring->producer.frames },
	};

	CHECK_GE(seq, 0);
	ring->producer.seq = (__u32)seq;
	CHECK_EQ(framering_ring_submit(&ring->producer, &frame), 0);
}

static void take(struct framering_ring_consumer *c, __u64 frame)
{
	int kick, slot = framering_ring_acquire(c, 0, &kick);

	CHECK_GE(slot, 0);
	CHECK_EQ(c->desc[slot].frame, frame);
	CHECK_EQ(c->desc[slot].info.user[0], frame);
	CHECK_EQ(framering_ring_release(c, (__u32)slot, &kick), 0);
}

TEST_VARIANTS(all_slots_but_the_newest_frames_are_reserved_ok,
	      heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	int64_t seq[FRAMERING_MAX_SLOTS], last = -1;
	__u32 count = 0, i;

	heap_ring_attach(ring, &c, 0, LIVE);
	heap_ring_submit(ring);
	take(&c, 0);
	for (count = 0; count < variant->slots - 1; count++) {
		last = reserve(ring, last);
		CHECK_EQ(last, (__u32)(variant->start + 1 + count));
		seq[count] = last;
	}
	CHECK_EQ(reserve(ring, last), -1);
	for (i = 0; i < count; i++) {
		submit(ring, seq[i]);
		take(&c, 1 + i);
	}
	CHECK_EQ(c.page->dropped, 0);
	CHECK_EQ(ring->page->holes, 0);
	heap_ring_detach(ring, 0);
	heap_ring_free(ring);
}

TEST(reservation_that_is_left_out_is_a_hole_ok)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int64_t first, second;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	first = reserve(ring, -1);
	second = reserve(ring, first);
	submit(ring, second);
	take(&c, 0);
	CHECK_EQ(c.page->dropped, 0);
	/* All are given up: the next goes where the first did. */
	first = reserve(ring, -1);
	reserve(ring, first);
	CHECK_EQ(reserve(ring, -1), first);
	submit(ring, first);
	take(&c, 1);
	heap_ring_detach(ring, 0);
	heap_ring_free(ring);
}

TEST(lossless_reader_limits_what_is_reserved_ok)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	int64_t first;
	int i;

	heap_ring_attach(ring, &c, 0, LOSSLESS);
	for (i = 0; i < 3; i++)
		CHECK_GE(heap_ring_submit(ring), 0);
	first = reserve(ring, -1);
	CHECK_GE(first, 0);
	CHECK_EQ(reserve(ring, first), -1);
	take(&c, 0);
	CHECK_GE(reserve(ring, first), 0);
	heap_ring_detach(ring, 0);
	heap_ring_free(ring);
}

TEST(held_and_kept_slots_are_passed_over_ok)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[2]);
	struct framering_ring_consumer c;
	int64_t last = -1;
	__u32 seen = 0;
	int kick, held, i;

	heap_ring_attach(ring, &c, 0, LIVE);
	CHECK_EQ(heap_ring_submit(ring), 0);
	held = framering_ring_acquire(&c, 0, &kick);
	CHECK_EQ(held, 0);
	ring->status->kernel_held = 1U << 2;
	for (i = 0; i < 31; i++)
		heap_ring_submit(ring);
	while ((last = reserve(ring, last)) >= 0)
		seen |= 1U << (last & 31);
	CHECK(!(seen & 1));
	CHECK(!(seen & 1U << 2));
	CHECK_GT(__builtin_popcount(seen), 20);
	CHECK_EQ(framering_ring_release(&c, 0, &kick), 0);
	heap_ring_detach(ring, 0);
	heap_ring_free(ring);
}

/* What a reader holds, by slot: the frame, or EMPTY. */
struct reader {
	struct framering_ring_consumer c;
	__u64 held[FRAMERING_MAX_SLOTS];
};

/* Take a frame, or give one back; what is held is what it was. */
static void reader_acts(struct reader *r, const __u64 *data, __u32 slots)
{
	__u32 i, give = (__u32)rand() % slots;
	int kick, slot;

	for (i = 0; i < slots; i++)
		if (r->held[i] != EMPTY)
			CHECK_EQ(data[i], r->held[i]);
	if (r->held[give] != EMPTY) {
		CHECK_EQ(framering_ring_release(&r->c, give, &kick), 0);
		r->held[give] = EMPTY;
		return;
	}
	slot = framering_ring_acquire(&r->c, 0, &kick);
	if (slot < 0)
		return;
	CHECK_EQ(r->held[slot], EMPTY);
	r->held[slot] = r->c.desc[slot].frame;
	CHECK_EQ(data[slot], r->held[slot]);
}

/* The producer's reservations, the oldest first. */
struct queue {
	int64_t seq[FRAMERING_MAX_SLOTS];
	__u32 count;
};

static void producer_acts(struct heap_ring *ring, struct queue *q, __u64 *data)
{
	__u32 mask = ring->producer.slots - 1, skip;
	int64_t seq;

	if (!q->count || rand() % 2) {
		seq = reserve(ring, q->count ? q->seq[q->count - 1] : -1);
		if (seq < 0)
			return;
		q->seq[q->count++] = seq;
		/* It is being filled from now on. */
		data[seq & mask] = EMPTY;
		return;
	}
	/* One in eight is not good, and left out. */
	skip = q->count > 1 && !(rand() % 8);
	seq = q->seq[skip];
	data[seq & mask] = ring->producer.frames;
	submit(ring, seq);
	q->count -= skip + 1;
	memmove(q->seq, q->seq + skip + 1, q->count * sizeof(*q->seq));
	/* And at times all are given up. */
	if (!(rand() % 64))
		q->count = 0;
}

TEST_VARIANTS(no_held_frame_changes_whatever_is_reserved_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	__u64 data[FRAMERING_MAX_SLOTS];
	struct reader reader[READERS];
	struct queue queue = { .count = 0 };
	__u32 i, k;

	srand(1);
	memset(data, 0xff, sizeof(data));
	for (i = 0; i < READERS; i++) {
		heap_ring_attach(ring, &reader[i].c, i,
				 i ? LIVE : LOSSLESS);
		memset(reader[i].held, 0xff, sizeof(reader[i].held));
	}
	for (k = 0; k < ROUNDS; k++) {
		producer_acts(ring, &queue, data);
		reader_acts(&reader[rand() % READERS], data, variant->slots);
	}
	/* The lossless one has missed none. */
	CHECK_EQ(reader[0].c.page->dropped, 0);
	CHECK_GT(reader[0].c.page->delivered, ROUNDS / 100);
	for (i = 0; i < READERS; i++)
		heap_ring_detach(ring, i);
	heap_ring_free(ring);
}
