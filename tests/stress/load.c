// SPDX-License-Identifier: MIT
#include <sched.h>

#include "crew.h"
#include "gate.h"
#include "harness.h"
#include "load.h"
#include "picture.h"

/* For the order in which frames are given back; each reader adds its number. */
#define SEED		20240607U
/* Readers that keep frames while they sleep: a slot must remain. */
#define KEEPERS		3

/**
 * struct temper - what a reader is like
 * @name: for people
 * @lossless: the producer waits for it
 * @latest: takes the newest frame only
 * @keeps: holds several, and gives them back in any order
 */
static const struct temper {
	const char *name;
	int lossless;
	int latest;
	int keeps;
} tempers[LOAD_READERS] = {
	{ "lossless", .lossless = 1 },
	{ "live" },
	{ "live, holding several", .keeps = 1 },
	{ "latest", .latest = 1 },
	{ "lossless, holding several", .lossless = 1, .keeps = 1 },
	{ "live" },
	{ "live, holding several", .keeps = 1 },
	{ "latest", .latest = 1 },
};

/**
 * struct reader - one of them at work
 * @c: its side of the ring
 * @temper: what it is like
 * @random: state of its random numbers
 * @next: frame number that comes next if none is dropped
 * @seen: frames acquired
 * @missed: gaps in the frame numbers
 * @slept: times it found nothing
 * @most: frames that it holds at most
 * @held: frames that it holds
 * @slot: where they are
 * @frame: their numbers
 */
struct reader {
	struct place_consumer c;
	const struct temper *temper;
	uint32_t random;
	uint64_t next;
	uint64_t seen;
	uint64_t missed;
	uint64_t slept;
	uint32_t most;
	uint32_t held;
	uint32_t slot[FRAMERING_MAX_SLOTS];
	uint64_t frame[FRAMERING_MAX_SLOTS];
};

static struct {
	const struct load *load;
	const struct place *place;
	/* All see these: who is there, who has read all, who may go. */
	struct gates {
		struct gate attached;
		struct gate finished;
		struct gate checked;
	} *gates;
} test;

static uint32_t pick(struct reader *reader, uint32_t below)
{
	reader->random = reader->random * 1664525U + 1013904223U;
	return (reader->random >> 16) % below;
}

/* Not zero: somebody else has had the processor; look again. */
static int patient(uint32_t *looks)
{
	if (++*looks % (test.load->patience + 1) == 0)
		return 0;
	sched_yield();
	return 1;
}

static uint32_t acquire(struct reader *reader)
{
	struct place_consumer *c = &reader->c;
	uint32_t looks = 0;
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&c->ring, reader->temper->latest,
					      &kick);
		if (kick)
			test.place->wake_producer(c);
		if (slot >= 0)
			return (uint32_t)slot;
		CHECK_EQ(slot, -EAGAIN);
		if (patient(&looks))
			continue;
		reader->slept++;
		test.place->await_frame(c);
	}
}

/* Give back number @i of those that are held, after one more look at it. */
static void release(struct reader *reader, uint32_t i)
{
	struct place_consumer *c = &reader->c;
	uint32_t slot = reader->slot[i];

	framering_load_fence();
	picture_check(c->slot[slot], c->bytes, reader->frame[i]);
	framering_load_fence();
	if (framering_ring_release(&c->ring, slot))
		test.place->wake_producer(c);
	reader->held--;
	reader->slot[i] = reader->slot[reader->held];
	reader->frame[i] = reader->frame[reader->held];
}

/* Zero: that was the end mark. */
static int take(struct reader *reader)
{
	uint32_t slot = acquire(reader);
	const struct framering_desc *desc = &reader->c.ring.desc[slot];
	uint64_t frame = desc->frame;

	CHECK_GE(frame, reader->next);
	if (reader->temper->lossless)
		CHECK_EQ(frame, reader->next);
	reader->missed += frame - reader->next;
	if (desc->flags & FRAMERING_FRAME_LAST) {
		CHECK_EQ(frame, test.load->frames);
		framering_ring_release(&reader->c.ring, slot);
		return 0;
	}
	framering_load_fence();
	CHECK_EQ(desc->user[0], ~frame);
	picture_check(reader->c.slot[slot], reader->c.bytes, frame);
	reader->next = frame + 1;
	reader->seen++;
	reader->slot[reader->held] = slot;
	reader->frame[reader->held] = frame;
	reader->held++;
	return 1;
}

static void attach(struct reader *reader, uint32_t number)
{
	struct framering_ring_consumer *ring = &reader->c.ring;

	reader->temper = &tempers[number];
	reader->random = SEED + number;
	test.place->attach_consumer(&reader->c, number,
				    reader->temper->lossless);
	/* It is there from the first frame on: every drop is known. */
	ring->counting = 1;
	reader->most = 1;
	if (reader->temper->keeps && ring->slots > 2 * KEEPERS)
		reader->most = ring->slots / KEEPERS;
	if (reader->most > ring->max_held)
		reader->most = ring->max_held;
	gate_open(&test.gates->attached);
}

/* Alone with the other side, both find nothing again and again. */
static void check_slept(uint64_t slept)
{
	if (test.load->readers == 1)
		CHECK_GT(slept, 0);
}

static void check_reader(const struct reader *reader, uint32_t number)
{
	const struct framering_consumer_page *page = reader->c.ring.page;

	test_diag("reader %u: %s: %llu delivered, %llu dropped, %llu sleeps",
		  number, reader->temper->name,
		  (unsigned long long)page->delivered,
		  (unsigned long long)page->dropped,
		  (unsigned long long)reader->slept);
	CHECK_EQ(page->delivered, reader->seen);
	CHECK_EQ(page->dropped, reader->missed);
	CHECK_EQ(page->delivered + page->dropped, test.load->frames);
	CHECK_GT(page->delivered, 0);
	if (reader->temper->lossless)
		CHECK_EQ(page->delivered, test.load->frames);
	CHECK_EQ(page->held, 0);
	check_slept(reader->slept);
}

static void consume(uint32_t number)
{
	struct reader reader = { .held = 0 };
	uint32_t back;

	attach(&reader, number);
	while (take(&reader)) {
		if (reader.held < reader.most)
			continue;
		for (back = 1 + pick(&reader, reader.held); back; back--)
			release(&reader, pick(&reader, reader.held));
	}
	while (reader.held)
		release(&reader, pick(&reader, reader.held));
	check_reader(&reader, number);
	gate_open(&test.gates->finished);
	/* The producer looks at its page, which goes with it. */
	gate_await(&test.gates->checked, 1);
	test.place->leave();
}

static void submit(struct place_producer *p, const struct framering_desc *frame,
		   uint64_t number, uint64_t *slept)
{
	uint32_t looks = 0;
	int slot;

	for (;;) {
		slot = framering_ring_reserve(&p->ring);
		if (slot >= 0)
			break;
		CHECK_EQ(slot, -EAGAIN);
		if (patient(&looks))
			continue;
		++*slept;
		test.place->await_slot(p);
	}
	if (frame->bytes)
		picture_fill(p->slot[slot], p->bytes, number);
	if (framering_ring_submit(&p->ring, frame))
		test.place->wake_consumers(p);
}

static void check_producer(const struct place_producer *p, uint64_t slept)
{
	uint32_t i;

	test_diag("producer: %llu frames, %llu holes, %llu sleeps, seed %u",
		  (unsigned long long)p->ring.page->frames,
		  (unsigned long long)p->ring.page->holes,
		  (unsigned long long)slept, SEED);
	CHECK_EQ(p->ring.page->frames, test.load->frames);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		if (p->ring.status->consumers & 1U << i)
			CHECK_EQ(p->ring.consumer[i]->held, 0);
	check_slept(slept);
}

static void produce(uint32_t unused)
{
	struct framering_desc mark = { .flags = FRAMERING_FRAME_LAST };
	struct place_producer p;
	struct framering_desc frame = { .time_ns = 1 };
	uint64_t i, slept = 0;

	(void)unused;
	test.place->attach_producer(&p);
	frame.bytes = p.bytes;
	gate_await(&test.gates->attached, test.load->readers);
	for (i = 0; i < test.load->frames; i++) {
		/* Now and then a reservation is given up. */
		if (i % 64 == 5)
			framering_ring_reserve(&p.ring);
		frame.user[0] = ~i;
		submit(&p, &frame, i, &slept);
	}
	submit(&p, &mark, i, &slept);
	gate_await(&test.gates->finished, test.load->readers);
	check_producer(&p, slept);
	gate_open(&test.gates->checked);
	test.place->leave();
}

void load_run(const struct load *load, const struct place *place)
{
	uint32_t i;

	test.load = load;
	test.place = place;
	test.gates = crew_memory(sizeof(*test.gates));
	place->create(&load->ring);
	for (i = 0; i < load->readers; i++)
		crew_start(consume, i);
	crew_start(produce, 0);
	crew_join();
}
