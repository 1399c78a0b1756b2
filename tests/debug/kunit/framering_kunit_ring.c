// SPDX-License-Identifier: GPL-2.0-only
/* THE ring as the kernel compiles it: its barriers and atomics are others. */
#include <linux/slab.h>

#include <framering_ring.h>

#include "framering_kunit.h"

#define SLOTS	4U

/**
 * struct fixture - a ring on ordinary memory, and its two sides
 * @status: the STATUS page
 * @page: the producer's
 * @desc: the descriptors
 * @reader: the page of consumer 0
 * @vacant: the page of all others
 * @producer: the producer's side
 * @consumer: consumer 0's side
 */
struct fixture {
	struct framering_status status;
	struct framering_producer_page page;
	struct framering_desc desc[SLOTS];
	struct framering_consumer_page reader;
	struct framering_consumer_page vacant;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
};

static struct fixture *start(struct kunit *test, u32 head, bool lossless)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, f);
	f->status.slots = SLOTS;
	f->status.consumers = 1;
	f->status.lossless = lossless;
	f->page.head = head;
	f->reader.tail = head;
	for (i = 0; i < SLOTS; i++)
		f->desc[i].seq = framering_seq_none(i);
	f->producer.status = &f->status;
	f->producer.page = &f->page;
	f->producer.desc = f->desc;
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		f->producer.consumer[i] = i ? &f->vacant : &f->reader;
	f->producer.slots = SLOTS;
	f->producer.max_held = SLOTS - 1;
	framering_ring_enter(&f->producer);
	f->consumer.status = &f->status;
	f->consumer.producer = &f->page;
	f->consumer.desc = f->desc;
	f->consumer.page = &f->reader;
	f->consumer.slots = SLOTS;
	f->consumer.max_held = SLOTS - 1;
	f->consumer.lossless = lossless;
	return f;
}

static int produce(struct fixture *f)
{
	struct framering_desc frame = { .bytes = 1 };
	int slot = framering_ring_reserve(&f->producer);

	if (slot >= 0)
		framering_ring_submit(&f->producer, &frame);
	return slot;
}

/* Numbers wrap on the way. */
static void frames_arrive_in_order_over_the_wrap_ok(struct kunit *test)
{
	struct fixture *f = start(test, -10U, true);
	int kick, slot;
	u32 i;

	for (i = 0; i < 20; i++) {
		slot = produce(f);
		KUNIT_ASSERT_EQ(test, slot, (int)((-10U + i) % SLOTS));
		KUNIT_EXPECT_EQ(test, slot,
				framering_ring_acquire(&f->consumer, 0, &kick));
		KUNIT_EXPECT_EQ(test, f->desc[slot].frame, (u64)i);
		KUNIT_EXPECT_EQ(test, framering_ring_release(&f->consumer, slot,
							     &kick), 0);
	}
	KUNIT_EXPECT_EQ(test, framering_ring_acquire(&f->consumer, 0, &kick),
			-EAGAIN);
	KUNIT_EXPECT_EQ(test, f->reader.dropped, 0ULL);
	KUNIT_EXPECT_EQ(test, f->reader.held, 0U);
}

static void lossless_reader_stops_the_producer_ok(struct kunit *test)
{
	struct fixture *f = start(test, 0, true);
	u32 i;

	for (i = 0; i < SLOTS; i++)
		KUNIT_EXPECT_EQ(test, produce(f), (int)i);
	KUNIT_EXPECT_EQ(test, framering_ring_can_reserve(&f->producer), 0);
	KUNIT_EXPECT_EQ(test, produce(f), -EAGAIN);
	KUNIT_EXPECT_EQ(test, f->page.head, SLOTS);
}

static void held_slot_is_passed_over_ok(struct kunit *test)
{
	struct fixture *f = start(test, 0, false);
	int kick, held;
	u32 i;

	produce(f);
	held = framering_ring_acquire(&f->consumer, 0, &kick);
	KUNIT_ASSERT_EQ(test, held, 0);
	for (i = 0; i < 10 * SLOTS; i++)
		KUNIT_EXPECT_NE(test, produce(f), held);
	KUNIT_EXPECT_EQ(test, f->desc[held].frame, 0ULL);
	KUNIT_EXPECT_GT(test, f->page.holes, 0ULL);
	KUNIT_EXPECT_EQ(test,
			framering_ring_release(&f->consumer, held, &kick), 0);
	for (i = 0; i < SLOTS && produce(f) != held; i++)
		;
	KUNIT_EXPECT_LT(test, i, SLOTS);
}

static void wake_flags_ask_for_a_kick_ok(struct kunit *test)
{
	struct fixture *f = start(test, 0, true);
	struct framering_desc frame = { .bytes = 1 };
	int kick, slot;

	slot = framering_ring_reserve(&f->producer);
	KUNIT_EXPECT_EQ(test, framering_ring_submit(&f->producer, &frame), 0);
	f->status.consumer_wake = 1;
	framering_ring_reserve(&f->producer);
	KUNIT_EXPECT_NE(test, framering_ring_submit(&f->producer, &frame), 0);
	f->status.producer_wake = 1;
	KUNIT_EXPECT_EQ(test, framering_ring_acquire(&f->consumer, 0, &kick),
			slot);
	/* No hole was passed: room comes with the release. */
	KUNIT_EXPECT_EQ(test, kick, 0);
	KUNIT_EXPECT_EQ(test,
			framering_ring_release(&f->consumer, slot, &kick), 0);
	KUNIT_EXPECT_NE(test, kick, 0);
}

/* A head and tails out of nowhere: an answer, and no step beyond the arrays. */
static void hostile_numbers_are_bounded_ok(struct kunit *test)
{
	static const u32 numbers[] = { 0, 1, SLOTS, SLOTS + 1, S32_MAX,
				       U32_MAX };
	unsigned int i, k;
	int kick, ret;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		for (k = 0; k < ARRAY_SIZE(numbers); k++) {
			struct fixture *f = start(test, numbers[i], i & 1);

			f->reader.tail = numbers[k];
			f->desc[k % SLOTS].seq = numbers[k];
			ret = framering_ring_acquire(&f->consumer, k & 1,
						     &kick);
			KUNIT_EXPECT_LT(test, ret, (int)SLOTS);
			ret = produce(f);
			KUNIT_EXPECT_LT(test, ret, (int)SLOTS);
		}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(frames_arrive_in_order_over_the_wrap_ok),
	KUNIT_CASE(lossless_reader_stops_the_producer_ok),
	KUNIT_CASE(held_slot_is_passed_over_ok),
	KUNIT_CASE(wake_flags_ask_for_a_kick_ok),
	KUNIT_CASE(hostile_numbers_are_bounded_ok),
	{}
};

struct kunit_suite framering_kunit_ring = {
	.name = "framering-ring",
	.test_cases = cases,
};
