// SPDX-License-Identifier: MIT
/*
 * The ring without the driver: shared memory, of which a process may write
 * what the driver would let it write. The wait queues are two counters.
 */
#include <sched.h>
#include <string.h>
#include <sys/mman.h>

#include "backend.h"
#include "event_count.h"
#include "harness.h"
#include "workers.h"

#define PAGE		4096
#define FRAME_BYTES	128

static struct memory {
	struct framering_status status __attribute__((aligned(PAGE)));
	struct framering_producer_page page __attribute__((aligned(PAGE)));
	struct framering_desc desc[FRAMERING_MAX_SLOTS]
		__attribute__((aligned(PAGE)));
	/* A page each. */
	struct {
		struct framering_consumer_page page
			__attribute__((aligned(PAGE)));
	} consumer[FRAMERING_MAX_CONSUMERS];
	uint8_t slot[FRAMERING_MAX_SLOTS][FRAME_BYTES]
		__attribute__((aligned(PAGE)));
	uint8_t meta[FRAMERING_MAX_SLOTS][BACKEND_META];
	/* The kernel's: wakes so far, of consumers and of producers. */
	struct event_count consumers __attribute__((aligned(PAGE)));
	struct event_count producers;
	/* The kernel's: exports that keep a slot. */
	uint32_t lock;
	uint32_t kept[FRAMERING_MAX_SLOTS];
} *memory;

static void create(const struct backend_config *config)
{
	uint32_t i;

	memory = workers_memory(sizeof(*memory));
	memory->status.slots = config->slots;
	memory->status.max_held = config->slots > 2 ? config->slots / 2 - 1 : 1;
	memory->page.head = config->start;
	for (i = 0; i < config->slots; i++)
		memory->desc[i].seq = framering_seq_none(i);
}

static void protect(const void *at, size_t bytes, int prot)
{
	/* Threads share their rights, too. */
	if (!WORKERS_ARE_THREADS)
		CHECK_OK(mprotect((void *)(uintptr_t)at, bytes, prot));
}

static void attach_producer(struct backend_producer *p)
{
	uint32_t i;

	memset(p, 0, sizeof(*p));
	p->ring.status = &memory->status;
	p->ring.page = &memory->page;
	p->ring.desc = memory->desc;
	p->ring.slots = memory->status.slots;
	p->ring.max_held = memory->status.max_held;
	framering_ring_enter(&p->ring);
	p->bytes = FRAME_BYTES;
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		p->ring.consumer[i] = &memory->consumer[i].page;
	for (i = 0; i < p->ring.slots; i++) {
		p->slot[i] = memory->slot[i];
		p->meta[i] = memory->meta[i];
	}
	protect(memory->consumer, sizeof(memory->consumer), PROT_READ);
}

/* As the driver: the tail, the bits, the tail again. */
static void set_attached(struct framering_consumer_page *page, uint32_t index,
			 int lossless)
{
	framering_write_once(&page->tail,
			     framering_load_acquire(&memory->page.head));
	if (lossless)
		framering_or(&memory->status.lossless, 1U << index);
	framering_or(&memory->status.consumers, 1U << index);
	framering_fence();
	framering_write_once(&page->tail,
			     framering_load_acquire(&memory->page.head));
}

static void attach_consumer(struct backend_consumer *c, uint32_t number,
			    int lossless)
{
	/* The first and the last, and not side by side. */
	uint32_t index = number * 31 % FRAMERING_MAX_CONSUMERS, i;
	struct framering_consumer_page *page = &memory->consumer[index].page;

	memset(c, 0, sizeof(*c));
	set_attached(page, index, lossless);
	c->ring.status = &memory->status;
	c->ring.producer = &memory->page;
	c->ring.desc = memory->desc;
	c->ring.page = page;
	c->ring.slots = memory->status.slots;
	c->ring.max_held = memory->status.max_held;
	c->ring.lossless = (uint32_t)lossless;
	c->bytes = FRAME_BYTES;
	for (i = 0; i < c->ring.slots; i++) {
		c->slot[i] = memory->slot[i];
		c->meta[i] = memory->meta[i];
	}
	protect(&memory->page, offsetof(struct memory, consumers) -
		offsetof(struct memory, page), PROT_READ);
	protect(page, PAGE, PROT_READ | PROT_WRITE);
}

/* The driver's KICK: clear the flag, wake all. */
static void wake(uint32_t *flag, struct event_count *wakes)
{
	framering_write_once(flag, 0);
	event_count_advance(wakes);
}

/* On the queue, flag, fence, look again, sleep. */
static void await_slot(struct backend_producer *p)
{
	uint32_t seen = framering_load_acquire(&memory->producers.count);

	framering_write_once(&memory->status.producer_wake, 1);
	framering_fence();
	if (!framering_ring_can_reserve(&p->ring))
		event_count_sleep(&memory->producers, seen);
}

static void await_frame(struct backend_consumer *c)
{
	uint32_t seen = framering_load_acquire(&memory->consumers.count);

	framering_write_once(&memory->status.consumer_wake, 1);
	framering_fence();
	if (!framering_ring_waiting(&c->ring))
		event_count_sleep(&memory->consumers, seen);
}

static void wake_consumers(struct backend_producer *p)
{
	(void)p;
	wake(&memory->status.consumer_wake, &memory->consumers);
}

static void wake_producer(struct backend_consumer *c)
{
	(void)c;
	wake(&memory->status.producer_wake, &memory->producers);
}

static void finish(void)
{
}

static void lock(void)
{
	while (__atomic_exchange_n(&memory->lock, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void unlock(void)
{
	__atomic_store_n(&memory->lock, 0, __ATOMIC_RELEASE);
}

/* As the driver: two slots are left. */
static int keep(struct backend_consumer *c, uint32_t slot,
		struct backend_kept *kept)
{
	uint32_t *held = &memory->status.kernel_held, bits;

	lock();
	bits = framering_read_once(held) | 1U << slot;
	if ((uint32_t)framering_popcount(bits) + 2 > c->ring.slots) {
		unlock();
		return 0;
	}
	memory->kept[slot]++;
	framering_store_release(held, bits);
	unlock();
	*kept = (struct backend_kept){ slot, c->slot[slot], 0 };
	return 1;
}

static void unkeep(struct backend_consumer *c, const struct backend_kept *kept)
{
	uint32_t *held = &memory->status.kernel_held;

	lock();
	if (!--memory->kept[kept->slot])
		framering_store_release(held, framering_read_once(held) &
					      ~(1U << kept->slot));
	unlock();
	/* It wakes a producer always. */
	wake_producer(c);
}

const struct backend backend_memory = {
	.create = create,
	.attach_producer = attach_producer,
	.attach_consumer = attach_consumer,
	.await_slot = await_slot,
	.await_frame = await_frame,
	.wake_consumers = wake_consumers,
	.wake_producer = wake_producer,
	.keep = keep,
	.unkeep = unkeep,
	.finish = finish,
};
