// SPDX-License-Identifier: MIT
/*
 * The ring, when all other sides write what they like into the pages that they
 * may write. An input is a program: a byte that says what to do, and for those
 * that corrupt a word four bytes that say with what.
 */
#include <string.h>

#include "../unit/heap_ring.h"
#include "fuzz.h"

enum {
	CORRUPT_PRODUCER,
	CORRUPT_DESC,
	CORRUPT_CONSUMER,
	CORRUPT_STATUS,
	ACQUIRE,
	RELEASE,
	RESERVE,
	SUBMIT,
	LOOK,
	COMMANDS
};

/**
 * struct machine - what runs a program
 * @data: the rest of it
 * @size: bytes of that
 * @ring: the ring
 * @consumer: two of its consumers, a live and a lossless one
 * @reserved: a slot is, and may be submitted
 */
struct machine {
	const uint8_t *data;
	size_t size;
	struct heap_ring *ring;
	struct framering_ring_consumer consumer[2];
	int reserved;
};

static uint8_t byte(struct machine *m)
{
	if (!m->size)
		return 0;
	m->size--;
	return *m->data++;
}

static uint32_t word(struct machine *m)
{
	uint32_t number = 0;
	int i;

	for (i = 0; i < 4; i++)
		number |= (uint32_t)byte(m) << 8 * i;
	return number;
}

static void corrupt(struct machine *m, void *page, size_t bytes)
{
	uint32_t at = byte(m) % (bytes / 4), number = word(m);

	memcpy((char *)page + 4 * at, &number, 4);
}

static void acquire(struct machine *m, struct framering_ring_consumer *c)
{
	uint32_t held = c->page->held, head = c->producer->head;
	int kick, ret;

	ret = framering_ring_acquire(c, !c->lossless && head & 1, &kick);
	if (ret < 0) {
		CHECK(ret == -EAGAIN || ret == -ENOBUFS || ret == -EPROTO ||
		      ret == -ESTALE || ret == -EPIPE);
		CHECK_EQ(c->page->held, held);
		return;
	}
	CHECK_LT(ret, m->ring->status->slots);
	CHECK_EQ(held & 1U << ret, 0);
	CHECK_EQ(c->page->held, held | 1U << ret);
	CHECK_LE(head - c->page->tail, c->slots);
}

static void reserve(struct machine *m)
{
	struct framering_ring_producer *p = &m->ring->producer;
	uint32_t head = p->page->head;
	int known = p->free != 0;
	int can = framering_ring_can_reserve(p);
	int ret = framering_ring_reserve(p);

	CHECK_EQ(p->page->head, head);
	/* A page that is corrupted later does not bring back frames passed. */
	CHECK(can == (ret >= 0) || (known && !can));
	m->reserved = ret >= 0;
	if (ret < 0) {
		CHECK_EQ(ret, -EAGAIN);
		return;
	}
	CHECK_LT(ret, p->slots);
	CHECK_LT(p->seq - head, p->slots);
	CHECK_EQ(p->seq & (p->slots - 1), ret);
	if (!known)
		CHECK_EQ(m->ring->status->kernel_held & 1U << ret, 0);
}

static void submit(struct machine *m)
{
	struct framering_ring_producer *p = &m->ring->producer;
	struct framering_desc frame = { .flags = byte(m), .bytes = byte(m) };

	if (!m->reserved)
		return;
	framering_ring_submit(p, &frame);
	CHECK_EQ(p->page->head, p->seq + 1);
	m->reserved = 0;
}

/* A descriptor that its producer may have corrupted, or a word of a page. */
static void corrupt_one(struct machine *m, int command)
{
	struct heap_ring *ring = m->ring;
	uint32_t i;

	switch (command) {
	case CORRUPT_PRODUCER:
		corrupt(m, ring->page, sizeof(*ring->page));
		framering_ring_enter(&ring->producer);
		break;
	case CORRUPT_DESC:
		i = byte(m) % ring->producer.slots;
		corrupt(m, &ring->desc[i], sizeof(*ring->desc));
		break;
	case CORRUPT_CONSUMER:
		i = byte(m) % FRAMERING_MAX_CONSUMERS;
		corrupt(m, ring->consumer[i], sizeof(**ring->consumer));
		break;
	default:
		/* The kernel's own: any value may come, but no wrong one. */
		i = word(m);
		ring->status->consumers = i;
		ring->status->lossless = word(m) & i;
		ring->status->kernel_held = word(m);
		ring->status->state = byte(m);
		framering_ring_enter(&ring->producer);
	}
}

static void step(struct machine *m)
{
	uint8_t what = byte(m);
	struct framering_ring_consumer *c = &m->consumer[what >> 7];
	int command = (what & 0x7f) % COMMANDS, kick;

	switch (command) {
	case ACQUIRE:
		acquire(m, c);
		break;
	case RELEASE:
		framering_ring_release(c, byte(m) % c->slots, &kick);
		break;
	case RESERVE:
		reserve(m);
		break;
	case SUBMIT:
		submit(m);
		break;
	case LOOK:
		framering_ring_can_reserve(&m->ring->producer);
		framering_ring_waiting(c);
		break;
	default:
		corrupt_one(m, command);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct machine m = { .data = data, .size = size };
	struct heap_ring_variant variant = { "fuzz", 0, 0 };

	variant.slots = 2U << byte(&m) % 5;
	variant.start = word(&m);
	m.ring = heap_ring_new(&variant);
	heap_ring_attach(m.ring, &m.consumer[0], 0, 0);
	heap_ring_attach(m.ring, &m.consumer[1], 31, 1);
	while (m.size)
		step(&m);
	heap_ring_free(m.ring);
	return 0;
}
