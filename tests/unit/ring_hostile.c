// SPDX-License-Identifier: MIT
/*
 * The other side writes what it likes. Nothing may be touched beyond the
 * ring's pages, every loop ends, and one's own state stays sound. Built with
 * AddressSanitizer and UndefinedBehaviorSanitizer, too.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "heap_ring.h"

#define ROUNDS	100000

/* xorshift64*: the same garbage on every machine. */
static _Thread_local __u64 state = 0x9e3779b97f4a7c15;

static __u32 random32(void)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (__u32)(state * 0x2545f4914f6cdd1dULL >> 32);
}

/* Pure noise, or a value near @near, which gets further into the code. */
static __u32 garbage(__u32 near)
{
	switch (random32() % 4) {
	case 0:
		return random32();
	case 1:
		return near + random32() % 80 - 40;
	case 2:
		return 0U - random32() % 3;
	default:
		return near;
	}
}

static void corrupt(void *page, size_t bytes)
{
	__u32 i, word;

	for (i = 0; i < 4; i++) {
		word = random32();
		memcpy((char *)page + random32() % (bytes / 4) * 4, &word, 4);
	}
}

static void corrupt_producer(struct heap_ring *ring, __u32 tail)
{
	__u32 slot = random32() % ring->status->slots;

	corrupt(ring->page, sizeof(*ring->page));
	corrupt(&ring->desc[slot], sizeof(ring->desc[slot]));
	ring->page->head = garbage(tail);
	ring->desc[slot].seq = garbage(tail);
}

static void corrupt_consumer(struct heap_ring *ring, __u32 index)
{
	struct framering_consumer_page *page = ring->consumer[index];

	corrupt(page, sizeof(*page));
	framering_write_once(&page->tail, garbage(
		framering_read_once(&ring->page->head)));
	framering_write_once(&page->held, garbage(
		framering_read_once(&page->held)));
}

/* What an acquire may leave behind, whatever the producer wrote. */
static void check_acquired(const struct framering_ring_consumer *c, int ret,
			   __u32 held)
{
	if (ret < 0) {
		CHECK(ret == -EAGAIN || ret == -ENOBUFS || ret == -EPROTO ||
		      ret == -ESTALE || ret == -EPIPE);
		CHECK_EQ(c->page->held, held);
		return;
	}
	CHECK_LT(ret, c->slots);
	CHECK_EQ(held & 1U << ret, 0);
	CHECK_EQ(c->page->held, held | 1U << ret);
	CHECK_LE(framering_popcount(c->page->held), c->max_held);
}

TEST_VARIANTS(consumer_facing_garbage_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c[2];
	int kick, i, ret, frames = 0;

	heap_ring_attach(ring, &c[0], 0, 0);
	heap_ring_attach(ring, &c[1], 31, 1);
	for (i = 0; i < ROUNDS; i++) {
		struct framering_ring_consumer *one = &c[random32() % 2];
		__u32 held = one->page->held;

		corrupt_producer(ring, one->page->tail);
		ring->status->state = random32() % 8 == 0;
		ret = framering_ring_acquire(one, !one->lossless &&
					     random32() % 2, &kick);
		check_acquired(one, ret, held);
		frames += ret >= 0;
		if (random32() % 2 && one->page->held)
			framering_ring_release(one, (__u32)
				__builtin_ctz(one->page->held), &kick);
	}
	/* The garbage was not all refused by the first check. */
	CHECK_GT(frames, ROUNDS / 1000);
	heap_ring_free(ring);
}

TEST_VARIANTS(producer_facing_garbage_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_desc frame = { .bytes = 1 };
	struct framering_ring_consumer c;
	int i, ret, frames = 0;

	for (i = 0; i < (int)FRAMERING_MAX_CONSUMERS; i++)
		heap_ring_attach(ring, &c, (__u32)i, i % 4 == 0);
	for (i = 0; i < ROUNDS; i++) {
		__u32 head = ring->page->head;
		int anew = random32() & 1;

		corrupt_consumer(ring, random32() % FRAMERING_MAX_CONSUMERS);
		ring->status->consumers = random32() & random32() & random32();
		ring->status->kernel_held = random32() & random32();
		if (anew)
			framering_ring_enter(&ring->producer);
		ret = framering_ring_reserve(&ring->producer);
		if (ret < 0) {
			CHECK_EQ(ret, -EAGAIN);
			CHECK_EQ(ring->page->head, head);
			continue;
		}
		frames++;
		CHECK_LT(ret, variant->slots);
		/* The kernel takes no slot that was known to be free. */
		if (anew)
			CHECK_EQ(ring->status->kernel_held & 1U << ret, 0);
		framering_ring_submit(&ring->producer, &frame);
		CHECK_LE(ring->page->head - head, variant->slots);
		CHECK_EQ((ring->page->head - 1) & (variant->slots - 1), ret);
	}
	CHECK_GT(frames, ROUNDS / 1000);
	CHECK_EQ(ring->page->frames, frames);
	heap_ring_free(ring);
}

/* The kernel looks for a producer whose own page may hold garbage. */
TEST_VARIANTS(kernel_facing_garbage_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct framering_ring_consumer c;
	int i, can = 0, waiting = 0;

	heap_ring_attach(ring, &c, 0, 0);
	heap_ring_attach(ring, &c, 17, 1);
	for (i = 0; i < ROUNDS; i++) {
		corrupt_producer(ring, ring->consumer[17]->tail);
		corrupt_consumer(ring, random32() % 2 * 17);
		can += framering_ring_can_reserve(&ring->producer);
		waiting += framering_ring_waiting(&c);
	}
	CHECK_GT(can, 0);
	CHECK_LT(can, ROUNDS);
	CHECK_GT(waiting, 0);
	heap_ring_free(ring);
}

/**
 * struct corrupter - a thread that corrupts a ring all the time
 * @ring: the ring
 * @corrupt: corrupts some of it
 * @rounds: that it has done
 * @end: not zero: that was enough
 */
struct corrupter {
	struct heap_ring *ring;
	void (*corrupt)(struct heap_ring *ring);
	__u32 rounds;
	__u32 end;
};

static void *corrupt_for_ever(void *arg)
{
	struct corrupter *corrupter = arg;

	state = 0xdeadbeefcafe;
	while (!framering_read_once(&corrupter->end)) {
		corrupter->corrupt(corrupter->ring);
		framering_write_once(&corrupter->rounds, corrupter->rounds + 1);
	}
	return NULL;
}

static pthread_t corrupter_start(struct corrupter *corrupter)
{
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, corrupt_for_ever, corrupter), 0);
	while (framering_read_once(&corrupter->rounds) < 100)
		sched_yield();
	return thread;
}

static void corrupter_stop(struct corrupter *corrupter, pthread_t thread)
{
	framering_write_once(&corrupter->end, 1);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

static void corrupt_producer_pages(struct heap_ring *ring)
{
	corrupt_producer(ring, framering_read_once(&ring->consumer[0]->tail));
}

/* What was read once may be something else by the next line. */
TEST_VARIANTS(consumer_facing_concurrent_garbage_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct corrupter corrupter = { ring, corrupt_producer_pages, 0, 0 };
	struct framering_ring_consumer c;
	int i, kick, ret, frames = 0;
	pthread_t thread;

	heap_ring_attach(ring, &c, 0, 0);
	thread = corrupter_start(&corrupter);
	for (i = 0; i < ROUNDS || !frames; i++) {
		__u32 held = c.page->held;

		ret = framering_ring_acquire(&c, i % 2, &kick);
		check_acquired(&c, ret, held);
		frames += ret >= 0;
		if (held && i % 3 == 0)
			framering_ring_release(&c, (__u32)
					       __builtin_ctz(held), &kick);
	}
	corrupter_stop(&corrupter, thread);
	heap_ring_free(ring);
}

static void corrupt_consumer_pages(struct heap_ring *ring)
{
	corrupt_consumer(ring, random32() % FRAMERING_MAX_CONSUMERS);
}

TEST_VARIANTS(producer_facing_concurrent_garbage_ok, heap_ring_variants)
{
	struct heap_ring *ring = heap_ring_new(variant);
	struct corrupter corrupter = { ring, corrupt_consumer_pages, 0, 0 };
	struct framering_desc frame = { .bytes = 1 };
	struct framering_ring_consumer c;
	pthread_t thread;
	int i, ret, frames = 0;

	for (i = 0; i < (int)FRAMERING_MAX_CONSUMERS; i++)
		heap_ring_attach(ring, &c, (__u32)i, i == 0);
	thread = corrupter_start(&corrupter);
	for (i = 0; i < ROUNDS || !frames; i++) {
		__u32 head = ring->page->head;

		framering_ring_can_reserve(&ring->producer);
		ret = framering_ring_reserve(&ring->producer);
		if (ret < 0) {
			CHECK_EQ(ret, -EAGAIN);
			CHECK_EQ(ring->page->head, head);
			continue;
		}
		CHECK_LT(ret, variant->slots);
		framering_ring_submit(&ring->producer, &frame);
		CHECK_LE(ring->page->head - head, variant->slots);
		CHECK_EQ((ring->page->head - 1) & (variant->slots - 1), ret);
		frames++;
	}
	corrupter_stop(&corrupter, thread);
	CHECK_EQ(ring->page->frames, frames);
	heap_ring_free(ring);
}

/* Releasing what is not held, from slot 0 to 31, does no harm. */
TEST(release_of_a_slot_not_held_ok)
{
	struct heap_ring *ring = heap_ring_new(&heap_ring_variants[1]);
	struct framering_ring_consumer c;
	__u32 slot;
	int kick;

	heap_ring_attach(ring, &c, 0, 0);
	ring->consumer[0]->held = 1U << 2;
	for (slot = 0; slot < 32; slot++)
		if (slot != 2)
			framering_ring_release(&c, slot, &kick);
	CHECK_EQ(ring->consumer[0]->held, 1U << 2);
	heap_ring_free(ring);
}
