// SPDX-License-Identifier: MIT
#include <sched.h>

#include "event_count.h"
#include "harness.h"
#include "load.h"
#include "picture.h"
#include "workers.h"

/* For the order in which frames are given back; each reader adds its number. */
#define SEED		20240607U
/* Readers that keep frames while they sleep: a slot must remain. */
#define HOLDERS		3

/**
 * struct behaviour - what a reader is like
 * @name: for people
 * @lossless: the producer waits for it
 * @latest: takes the newest frame only
 * @holds: holds several, and gives them back in any order
 */
static const struct behaviour {
	const char *name;
	int lossless;
	int latest;
	int holds;
} behaviours[LOAD_READERS] = {
	{ "lossless", .lossless = 1 },
	{ "live" },
	{ "live, holding several", .holds = 1 },
	{ "latest", .latest = 1 },
	{ "lossless, holding several", .lossless = 1, .holds = 1 },
	{ "live" },
	{ "live, holding several", .holds = 1 },
	{ "latest", .latest = 1 },
};

/**
 * struct reader - a reader at work
 * @c: its side of the ring
 * @behaviour: what it is like
 * @random: state of its random numbers
 * @next: frame number that comes next if none is dropped
 * @seen: frames acquired
 * @missed: gaps in the frame numbers
 * @slept: times it found nothing
 * @most: frames that it holds at most
 * @held: frames that it holds
 * @slot: where they are
 * @frame: their numbers
 * @kept: one that it exported and gave back
 * @kept_frame: its number
 * @kept_for: so many frames more; 0: there is none
 * @exported: so many there were
 */
struct reader {
	struct backend_consumer c;
	const struct behaviour *behaviour;
	uint32_t random;
	uint64_t next;
	uint64_t seen;
	uint64_t missed;
	uint64_t slept;
	uint32_t most;
	uint32_t held;
	uint32_t slot[FRAMERING_MAX_SLOTS];
	uint64_t frame[FRAMERING_MAX_SLOTS];
	struct backend_kept kept;
	uint64_t kept_frame;
	uint32_t kept_for;
	uint64_t exported;
};

static struct {
	const struct load *load;
	const struct backend *backend;
	/* Shared: attached, have read all, may detach. */
	struct progress {
		struct event_count attached;
		struct event_count finished;
		struct event_count checked;
	} *progress;
} test;

static uint32_t random_below(struct reader *reader, uint32_t below)
{
	reader->random = reader->random * 1664525U + 1013904223U;
	return (reader->random >> 16) % below;
}

/* Not zero: another side has had the processor; look again. */
static int retry(uint32_t *tries)
{
	if (++*tries % (test.load->retries + 1) == 0)
		return 0;
	sched_yield();
	return 1;
}

/* A slot, or -EPIPE. */
static int acquire(struct reader *reader)
{
	struct backend_consumer *c = &reader->c;
	uint32_t tries = 0;
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&c->ring,
					      reader->behaviour->latest, &kick);
		if (kick)
			test.backend->wake_producer(c);
		if (slot >= 0 || slot == -EPIPE)
			return slot;
		CHECK_EQ(slot, -EAGAIN);
		if (retry(&tries))
			continue;
		reader->slept++;
		test.backend->await_frame(c);
	}
}

/* Export number @i of those that are held, which is about to be given back. */
static void keep(struct reader *reader, uint32_t i)
{
	if (!test.load->exports || reader->kept_for ||
	    random_below(reader, test.load->exports))
		return;
	if (!test.backend->keep(&reader->c, reader->slot[i], &reader->kept))
		return;
	reader->kept_frame = reader->frame[i];
	reader->kept_for = 1 + random_below(reader, 16);
	reader->exported++;
}

/* It was one frame all the time. */
static void unkeep(struct reader *reader)
{
	framering_load_fence();
	picture_check(reader->kept.data, reader->c.bytes, reader->kept_frame);
	framering_load_fence();
	test.backend->unkeep(&reader->c, &reader->kept);
	reader->kept_for = 0;
}

/* Give back number @i of those that are held, after one more look at it. */
static void release(struct reader *reader, uint32_t i)
{
	struct backend_consumer *c = &reader->c;
	uint32_t slot = reader->slot[i];
	int kick;

	framering_load_fence();
	picture_check(c->slot[slot], c->bytes, reader->frame[i]);
	picture_check(c->meta[slot], BACKEND_META, reader->frame[i]);
	keep(reader, i);
	framering_load_fence();
	CHECK_EQ(framering_ring_release(&c->ring, slot, &kick), 0);
	if (kick)
		test.backend->wake_producer(c);
	reader->held--;
	reader->slot[i] = reader->slot[reader->held];
	reader->frame[i] = reader->frame[reader->held];
}

/* Zero: there is none, the stream has ended. */
static int read_frame(struct reader *reader)
{
	int slot = acquire(reader);
	const struct framering_desc *desc;
	uint64_t frame;

	if (slot < 0)
		return 0;
	desc = &reader->c.ring.desc[slot];
	frame = desc->frame;
	CHECK_GE(frame, reader->next);
	if (reader->behaviour->lossless)
		CHECK_EQ(frame, reader->next);
	reader->missed += frame - reader->next;
	framering_load_fence();
	CHECK_EQ(desc->info.user[0], ~frame);
	CHECK_EQ(desc->info.meta_bytes, BACKEND_META);
	picture_check(reader->c.slot[slot], reader->c.bytes, frame);
	picture_check(reader->c.meta[slot], BACKEND_META, frame);
	reader->next = frame + 1;
	reader->seen++;
	reader->slot[reader->held] = (uint32_t)slot;
	reader->frame[reader->held] = frame;
	reader->held++;
	if (reader->kept_for == 1)
		unkeep(reader);
	else if (reader->kept_for)
		reader->kept_for--;
	return 1;
}

static void attach(struct reader *reader, uint32_t number)
{
	struct framering_ring_consumer *ring = &reader->c.ring;

	reader->behaviour = &behaviours[number];
	reader->random = SEED + number;
	test.backend->attach_consumer(&reader->c, number,
				      reader->behaviour->lossless);
	/* It is there from the first frame on: every drop is known. */
	ring->counting = 1;
	reader->most = 1;
	if (reader->behaviour->holds && ring->slots > 2 * HOLDERS)
		reader->most = ring->slots / HOLDERS;
	if (reader->most > ring->max_held)
		reader->most = ring->max_held;
	event_count_advance(&test.progress->attached);
}

/* With one reader, both sides find nothing again and again. */
static void check_slept(uint64_t slept)
{
	if (test.load->readers == 1)
		CHECK_GT(slept, 0);
}

static void check_reader(const struct reader *reader, uint32_t number)
{
	const struct framering_consumer_page *page = reader->c.ring.page;

	test_diag("reader %u: %s: %llu delivered, %llu dropped, %llu sleeps",
		  number, reader->behaviour->name,
		  (unsigned long long)page->delivered,
		  (unsigned long long)page->dropped,
		  (unsigned long long)reader->slept);
	CHECK_EQ(page->delivered, reader->seen);
	CHECK_EQ(page->dropped, reader->missed);
	CHECK_EQ(page->delivered + page->dropped, test.load->frames);
	CHECK_GT(page->delivered, 0);
	if (reader->behaviour->lossless)
		CHECK_EQ(page->delivered, test.load->frames);
	CHECK_EQ(page->held, 0);
	if (test.load->exports)
		CHECK_GT(reader->exported, 0);
	check_slept(reader->slept);
}

static void consume(uint32_t number)
{
	struct reader reader = { .held = 0 };
	uint32_t back;

	attach(&reader, number);
	while (read_frame(&reader)) {
		if (reader.held < reader.most)
			continue;
		for (back = 1 + random_below(&reader, reader.held); back;
		     back--)
			release(&reader, random_below(&reader, reader.held));
	}
	while (reader.held)
		release(&reader, random_below(&reader, reader.held));
	if (reader.kept_for)
		unkeep(&reader);
	check_reader(&reader, number);
	event_count_advance(&test.progress->finished);
	/* The producer looks at its page, which goes with it. */
	event_count_wait(&test.progress->checked, 1);
	test.backend->finish();
}

/* Sleeps until there is one. */
static void reserve(struct backend_producer *p, uint64_t *slept)
{
	uint32_t tries = 0;
	int slot;

	for (;;) {
		slot = framering_ring_reserve(&p->ring);
		if (slot >= 0)
			return;
		CHECK_EQ(slot, -EAGAIN);
		if (retry(&tries))
			continue;
		++*slept;
		test.backend->await_slot(p);
	}
}

static void submit(struct backend_producer *p, struct framering_desc *frame,
		   uint32_t seq, uint64_t number)
{
	uint32_t slot = seq & (p->ring.slots - 1);

	picture_fill(p->slot[slot], p->bytes, number);
	picture_fill(p->meta[slot], BACKEND_META, number);
	frame->info.user[0] = ~number;
	p->ring.seq = seq;
	if (framering_ring_submit(&p->ring, frame))
		test.backend->wake_consumers(p);
}

/*
 * Frames from @number on, up to @most of them: all are reserved before one is
 * submitted. Gives how many.
 */
static uint32_t submit_some(struct backend_producer *p,
			    struct framering_desc *frame, uint64_t number,
			    uint64_t most, uint64_t *slept)
{
	uint32_t seq[FRAMERING_MAX_SLOTS], count = 1, i, skip;
	uint32_t ahead = test.load->ahead ? test.load->ahead : 1;

	reserve(p, slept);
	seq[0] = p->ring.seq;
	for (; count < ahead && count < most; count++) {
		if (framering_ring_reserve_next(&p->ring, seq[count - 1]) < 0)
			break;
		seq[count] = p->ring.seq;
		/* It is being filled, with anything. */
		picture_fill(p->slot[seq[count] & (p->ring.slots - 1)],
			     p->bytes, ~number);
	}
	/* Now and then the first is left out. */
	skip = count > 1 && number % 8 == 3;
	for (i = skip; i < count; i++)
		submit(p, frame, seq[i], number + i - skip);
	return count - skip;
}

static void check_producer(const struct backend_producer *p, uint64_t slept)
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
	struct backend_producer p;
	struct framering_desc frame = { .time_ns = 1 };
	uint64_t i, slept = 0;

	(void)unused;
	test.backend->attach_producer(&p);
	frame.bytes = p.bytes;
	frame.info.meta_bytes = BACKEND_META;
	event_count_wait(&test.progress->attached, test.load->readers);
	for (i = 0; i < test.load->frames;) {
		/* Now and then a reservation is given up. */
		if (i % 64 == 5)
			framering_ring_reserve(&p.ring);
		i += submit_some(&p, &frame, i, test.load->frames - i, &slept);
	}
	if (framering_ring_end(&p.ring))
		test.backend->wake_consumers(&p);
	event_count_wait(&test.progress->finished, test.load->readers);
	check_producer(&p, slept);
	event_count_advance(&test.progress->checked);
	test.backend->finish();
}

void load_run(const struct load *load, const struct backend *backend)
{
	uint32_t i;

	test.load = load;
	test.backend = backend;
	test.progress = workers_memory(sizeof(*test.progress));
	backend->create(&load->ring);
	for (i = 0; i < load->readers; i++)
		workers_start(consume, i);
	workers_start(produce, 0);
	workers_join();
}
