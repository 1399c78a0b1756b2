// SPDX-License-Identifier: MIT
/* Those that map the ring. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "content.h"
#include "dev.h"
#include "harness.h"
#include "honest.h"
#include "seat.h"

static int ring;

struct framering_config honest_config(int file, uint64_t *state)
{
	static const struct {
		uint32_t memory, cache;
	} kinds[] = {
		{ FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC },
		{ FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB },
		{ FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_UC },
		{ FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB },
		{ FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WB },
	};
	struct framering_config config = dev_config();
	uint32_t size = 1 + party_random(state) % 4;
	struct framering_query query = dev_query(file);
	uint32_t kind;

	/* Not all can be had everywhere; some can, or nothing works. */
	do
		kind = party_random(state) % 5;
	while (!(query.caches[kinds[kind].memory] & 1U << kinds[kind].cache));
	config.width = 64 * size;
	config.height = 48 * size;
	config.slots = 2U << party_random(state) % 4;
	config.memory = kinds[kind].memory;
	config.cache = kinds[kind].cache;
	config.stall_ms = PARTY_STALL_MS;
	return config;
}

/* As the producer, who may; but it may have been taken over meanwhile. */
static void configure(struct party *me)
{
	struct framering_config config = honest_config(ring, &me->seed);

	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		CHECK_EQ(errno, EBUSY);
}

static void submit(struct party *me, struct seat *s, int slot)
{
	struct framering_desc frame = {
		.bytes = s->geometry.frame_bytes,
		.time_ns = (uint64_t)dev_now(),
	};

	content_fill(s->slot[slot], s->geometry.frame_bytes,
		     content_word(me->number, me->frames));
	if (framering_ring_submit(&s->producer, &frame))
		seat_kick(s);
	__atomic_fetch_add(&me->frames, 1, __ATOMIC_RELAXED);
}

static int is_stale(const struct framering_status *status)
{
	return framering_load_acquire(&status->state) & FRAMERING_STATE_STALE;
}

static void produce(struct party *me, struct seat *s)
{
	while (!is_stale(s->status)) {
		enum party_order order = party_ordered(me);
		uint32_t events = 0;
		int slot;

		if (order == PARTY_CONFIGURE)
			configure(me);
		else if (order == PARTY_END)
			_exit(0);
		else if (order)
			return;
		slot = framering_ring_reserve(&s->producer);
		if (slot >= 0)
			submit(me, s, slot);
		else
			events = party_sleep(me, s->fd, POLLOUT);
		if (events & POLLHUP)
			return;
	}
	me->stale++;
}

void honest_producer(struct party *me)
{
	ring = dev_open(O_RDWR);
	while (party_ordered(me) != PARTY_END) {
		int ret = seat_use(me, ring, FRAMERING_ROLE_PRODUCER, 0,
				   produce);

		if (ret) {
			CHECK_EQ(ret, -EBUSY);
			party_rest(me);
		}
	}
}

/**
 * struct reading - what a reader holds, the oldest first, and expects
 * @slot: slots
 * @word: what each was full of
 * @number: and the number of each
 * @count: slots held
 * @next: number of the next frame, if @started
 * @started: not zero: there was a frame
 * @producer: who made the last one
 */
struct reading {
	int slot[FRAMERING_MAX_SLOTS];
	uint64_t word[FRAMERING_MAX_SLOTS];
	uint64_t number[FRAMERING_MAX_SLOTS];
	uint32_t count;
	uint64_t next;
	int started;
	uint32_t producer;
};

static uint64_t first_word(const struct seat *s, int slot)
{
	return *(const volatile uint64_t *)(const void *)s->slot[slot];
}

static void check_frame(const struct seat *s, int slot, uint64_t number)
{
	if (!content_is_whole(&s->geometry, s->slot[slot],
			      s->geometry.frame_bytes, number))
		FAIL("frame %llu in slot %d is torn",
		     (unsigned long long)number, slot);
}

/* It has not changed while it was held. */
static void give_back_oldest(struct seat *s, struct reading *r)
{
	uint32_t i;

	CHECK_EQ(first_word(s, r->slot[0]), r->word[0]);
	check_frame(s, r->slot[0], r->number[0]);
	framering_load_fence();
	if (framering_ring_release(&s->consumer, (uint32_t)r->slot[0]))
		seat_kick(s);
	r->count--;
	for (i = 0; i < r->count; i++) {
		r->slot[i] = r->slot[i + 1];
		r->word[i] = r->word[i + 1];
		r->number[i] = r->number[i + 1];
	}
}

/*
 * A producer that is killed between counting a frame and showing it uses a
 * number up.
 */
static void check_number(const struct seat *s, struct reading *r,
			 uint64_t number, uint32_t producer)
{
	uint64_t most = r->next + (producer != r->producer);

	if (r->started && number < r->next)
		FAIL("frame %llu after %llu", (unsigned long long)number,
		     (unsigned long long)r->next - 1);
	if (r->started && s->consumer.lossless && number > most)
		FAIL("frame %llu is lost, %llu is there",
		     (unsigned long long)r->next, (unsigned long long)number);
	r->started = 1;
	r->producer = producer;
}

static void take(struct party *me, struct seat *s, struct reading *r, int slot)
{
	const struct framering_desc *desc = &s->consumer.desc[slot];
	int end = !desc->bytes && desc->flags & FRAMERING_FRAME_LAST;

	framering_load_fence();
	if (!end) {
		CHECK_EQ(desc->bytes, s->geometry.frame_bytes);
		check_frame(s, slot, desc->frame);
	}
	r->slot[r->count] = slot;
	r->word[r->count] = first_word(s, slot);
	r->number[r->count] = desc->frame;
	check_number(s, r, desc->frame,
		     end ? r->producer : content_producer(r->word[r->count]));
	r->next = desc->frame + !end;
	if (end) {
		/* Nobody said what is in the slot. */
		if (framering_ring_release(&s->consumer, (uint32_t)slot))
			seat_kick(s);
		return;
	}
	r->count++;
	__atomic_fetch_add(&me->frames, 1, __ATOMIC_RELAXED);
	/* Some are held for a while. */
	if (party_random(&me->seed) % 2)
		give_back_oldest(s, r);
}

/* Nothing to read. Not zero: nor will there be. */
static int idle(struct party *me, struct seat *s, struct reading *r)
{
	uint32_t events;

	if (r->count) {
		give_back_oldest(s, r);
		return 0;
	}
	events = party_sleep(me, s->fd, POLLIN);
	CHECK_EQ(events & POLLERR, 0);
	return events & POLLHUP;
}

static void consume(struct party *me, struct seat *s, int latest)
{
	struct reading r = { .count = 0 };
	enum party_order order;
	int kick, slot;

	do {
		order = party_ordered(me);
		if (order == PARTY_END)
			_exit(0);
		slot = framering_ring_acquire(&s->consumer, latest, &kick);
		if (kick)
			seat_kick(s);
		if (slot >= 0) {
			take(me, s, &r, slot);
		} else if (slot == -ENOBUFS) {
			give_back_oldest(s, &r);
		} else if (slot == -ESTALE) {
			me->stale++;
			return;
		} else {
			CHECK_EQ(slot, -EAGAIN);
			if (idle(me, s, &r))
				return;
		}
	} while (!order);
}

static void consume_all(struct party *me, struct seat *s)
{
	consume(me, s, 0);
}

static void consume_latest(struct party *me, struct seat *s)
{
	consume(me, s, 1);
}

static void read_for_ever(struct party *me, uint32_t flags,
			  void (*job)(struct party *me, struct seat *seat))
{
	ring = dev_open(O_RDWR);
	while (party_ordered(me) != PARTY_END)
		CHECK_EQ(seat_use(me, ring, FRAMERING_ROLE_CONSUMER, flags,
				  job), 0);
}

void honest_lossless(struct party *me)
{
	read_for_ever(me, FRAMERING_ATTACH_LOSSLESS, consume_all);
}

void honest_live(struct party *me)
{
	read_for_ever(me, 0, consume_all);
}

void honest_latest(struct party *me)
{
	read_for_ever(me, 0, consume_latest);
}
