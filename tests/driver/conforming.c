// SPDX-License-Identifier: MIT
/* Conforming actors that map the ring. */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "conforming.h"
#include "content.h"
#include "dev.h"
#include "harness.h"
#include "revocable_role.h"

static int ring;

struct framering_config conforming_config(int file, uint64_t *state)
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
	uint32_t size = 1 + actor_random(state) % 4;
	struct framering_query query = dev_query(file);
	uint32_t kind;

	/* Not all can be had everywhere; some can, or nothing works. */
	do
		kind = actor_random(state) % 5;
	while (!(query.caches[kinds[kind].memory] & 1U << kinds[kind].cache));
	config.width = 64 * size;
	config.height = 48 * size;
	config.slots = 2U << actor_random(state) % 4;
	config.memory = kinds[kind].memory;
	config.cache = kinds[kind].cache;
	config.stall_ms = ACTOR_STALL_MS;
	return config;
}

/* The producer may, unless another one has taken over meanwhile. */
static void configure(struct actor *self)
{
	struct framering_config config = conforming_config(ring, &self->seed);

	if (ioctl(ring, FRAMERING_IOC_CONFIGURE, &config))
		CHECK_EQ(errno, EBUSY);
}

static void submit(struct actor *self, struct revocable_role *role, int slot)
{
	struct framering_desc frame = {
		.bytes = role->geometry.frame_bytes,
		.time_ns = (uint64_t)dev_now(),
	};

	content_fill(role->slot[slot], role->geometry.frame_bytes,
		     content_word(self->number, self->frames));
	if (framering_ring_submit(&role->producer, &frame))
		revocable_role_kick(role);
	__atomic_fetch_add(&self->frames, 1, __ATOMIC_RELAXED);
}

static int is_stale(const struct framering_status *status)
{
	return framering_load_acquire(&status->state) & FRAMERING_STATE_STALE;
}

static void produce(struct actor *self, struct revocable_role *role)
{
	while (!is_stale(role->status)) {
		enum actor_command command = actor_take_command(self);
		uint32_t events = 0;
		int slot;

		if (command == ACTOR_CONFIGURE)
			configure(self);
		else if (command == ACTOR_EXIT)
			_exit(0);
		else if (command)
			return;
		slot = framering_ring_reserve(&role->producer);
		if (slot >= 0)
			submit(self, role, slot);
		else
			events = actor_poll(self, role->fd, POLLOUT);
		if (events & POLLHUP)
			return;
	}
	self->stale++;
}

void conforming_producer(struct actor *self)
{
	ring = dev_open(O_RDWR);
	while (actor_take_command(self) != ACTOR_EXIT) {
		int ret = revocable_role_use(
			self, ring, FRAMERING_ROLE_PRODUCER, 0, produce);

		if (ret) {
			CHECK_EQ(ret, -EBUSY);
			actor_pause(self);
		}
	}
}

/**
 * struct reader_state - what a reader holds, the oldest first, and expects
 * @slot: slots
 * @word: what each was full of
 * @number: and the number of each
 * @count: slots held
 * @next: number of the next frame, if @started
 * @started: not zero: there was a frame
 * @producer: the number of the actor that made the last one
 */
struct reader_state {
	int slot[FRAMERING_MAX_SLOTS];
	uint64_t word[FRAMERING_MAX_SLOTS];
	uint64_t number[FRAMERING_MAX_SLOTS];
	uint32_t count;
	uint64_t next;
	int started;
	uint32_t producer;
};

static uint64_t first_word(const struct revocable_role *role, int slot)
{
	return *(const volatile uint64_t *)(const void *)role->slot[slot];
}

static void check_frame(const struct revocable_role *role, int slot,
			uint64_t number)
{
	if (!content_is_whole(&role->geometry, role->slot[slot],
			      role->geometry.frame_bytes, number))
		FAIL("frame %llu in slot %d is torn",
		     (unsigned long long)number, slot);
}

static void release(struct revocable_role *role, int slot)
{
	int kick;

	CHECK_EQ(framering_ring_release(&role->consumer, (uint32_t)slot, &kick),
		 0);
	if (kick)
		revocable_role_kick(role);
}

/* It has not changed while it was held. */
static void give_back_oldest(struct revocable_role *role,
			     struct reader_state *r)
{
	uint32_t i;

	CHECK_EQ(first_word(role, r->slot[0]), r->word[0]);
	check_frame(role, r->slot[0], r->number[0]);
	framering_load_fence();
	release(role, r->slot[0]);
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
static void check_number(const struct revocable_role *role,
			 struct reader_state *r, uint64_t number,
			 uint32_t producer)
{
	uint64_t most = r->next + (producer != r->producer);

	if (r->started && number < r->next)
		FAIL("frame %llu after %llu", (unsigned long long)number,
		     (unsigned long long)r->next - 1);
	if (r->started && role->consumer.lossless && number > most)
		FAIL("frame %llu is lost, %llu is there",
		     (unsigned long long)r->next, (unsigned long long)number);
	r->started = 1;
	r->producer = producer;
}

static void take(struct actor *self, struct revocable_role *role,
		 struct reader_state *r, int slot)
{
	const struct framering_desc *desc = &role->consumer.desc[slot];

	framering_load_fence();
	CHECK_EQ(desc->bytes, role->geometry.frame_bytes);
	check_frame(role, slot, desc->frame);
	r->slot[r->count] = slot;
	r->word[r->count] = first_word(role, slot);
	r->number[r->count] = desc->frame;
	check_number(role, r, desc->frame,
		     content_producer(r->word[r->count]));
	r->next = desc->frame + 1;
	r->count++;
	__atomic_fetch_add(&self->frames, 1, __ATOMIC_RELAXED);
	/* Some are held for a while. */
	if (actor_random(&self->seed) % 2)
		give_back_oldest(role, r);
}

/* Nothing to read. Not zero: nor will there be. */
static int idle(struct actor *self, struct revocable_role *role,
		struct reader_state *r)
{
	uint32_t events;

	if (r->count) {
		give_back_oldest(role, r);
		return 0;
	}
	events = actor_poll(self, role->fd, POLLIN);
	CHECK_EQ(events & POLLERR, 0);
	return events & POLLHUP;
}

static void consume(struct actor *self, struct revocable_role *role, int latest)
{
	struct reader_state r = { .count = 0 };
	enum actor_command command;
	int kick, slot;

	do {
		command = actor_take_command(self);
		if (command == ACTOR_EXIT)
			_exit(0);
		slot = framering_ring_acquire(&role->consumer, latest, &kick);
		if (kick)
			revocable_role_kick(role);
		if (slot >= 0) {
			take(self, role, &r, slot);
		} else if (slot == -ENOBUFS) {
			give_back_oldest(role, &r);
		} else if (slot == -ESTALE) {
			self->stale++;
			return;
		} else if (slot != -EPIPE) {
			CHECK_EQ(slot, -EAGAIN);
			if (idle(self, role, &r))
				return;
		}
	} while (!command);
}

static void consume_all(struct actor *self, struct revocable_role *role)
{
	consume(self, role, 0);
}

static void consume_latest(struct actor *self, struct revocable_role *role)
{
	consume(self, role, 1);
}

static void read_for_ever(struct actor *self, uint32_t flags,
			  void (*job)(struct actor *self,
				      struct revocable_role *role))
{
	ring = dev_open(O_RDWR);
	while (actor_take_command(self) != ACTOR_EXIT)
		CHECK_EQ(revocable_role_use(self, ring, FRAMERING_ROLE_CONSUMER,
					    flags, job),
			 0);
}

void conforming_lossless(struct actor *self)
{
	read_for_ever(self, FRAMERING_ATTACH_LOSSLESS, consume_all);
}

void conforming_live(struct actor *self)
{
	read_for_ever(self, 0, consume_all);
}

void conforming_latest(struct actor *self)
{
	read_for_ever(self, 0, consume_latest);
}
