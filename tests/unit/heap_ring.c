// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "heap_ring.h"

static void *zeroed(size_t count, size_t bytes)
{
	void *p = calloc(count, bytes);

	CHECK(p);
	return p;
}

static void fill_status(struct framering_status *status, __u32 slots)
{
	status->magic = FRAMERING_MAGIC;
	status->version = FRAMERING_ABI_VERSION;
	status->size = sizeof(*status);
	status->slots = slots;
	status->max_held = slots / 2 > 1 ? slots / 2 - 1 : 1;
}

struct heap_ring *heap_ring_new(const struct heap_ring_variant *variant)
{
	struct heap_ring *ring = zeroed(1, sizeof(*ring));
	struct framering_ring_producer *p = &ring->producer;
	__u32 i;

	ring->status = zeroed(1, sizeof(*ring->status));
	fill_status(ring->status, variant->slots);
	ring->page = zeroed(1, sizeof(*ring->page));
	ring->page->head = variant->start;
	ring->desc = zeroed(variant->slots, sizeof(*ring->desc));
	for (i = 0; i < variant->slots; i++)
		ring->desc[i].seq = framering_seq_none(i);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		ring->consumer[i] = zeroed(1, sizeof(*ring->consumer[i]));
		p->consumer[i] = ring->consumer[i];
	}
	p->status = ring->status;
	p->page = ring->page;
	p->desc = ring->desc;
	p->slots = ring->status->slots;
	p->max_held = ring->status->max_held;
	framering_ring_enter(p);
	return ring;
}

void heap_ring_free(struct heap_ring *ring)
{
	__u32 i;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		free(ring->consumer[i]);
	free(ring->desc);
	free(ring->page);
	free(ring->status);
	free(ring);
}

void heap_ring_attach(struct heap_ring *ring,
		      struct framering_ring_consumer *consumer, __u32 index,
		      __u32 lossless)
{
	struct framering_consumer_page *page = ring->consumer[index];

	memset(page, 0, sizeof(*page));
	page->tail = ring->page->head;
	ring->status->consumers |= 1U << index;
	if (lossless)
		ring->status->lossless |= 1U << index;
	framering_fence();
	page->tail = ring->page->head;

	memset(consumer, 0, sizeof(*consumer));
	consumer->status = ring->status;
	consumer->producer = ring->page;
	consumer->desc = ring->desc;
	consumer->page = page;
	consumer->slots = ring->status->slots;
	consumer->max_held = ring->status->max_held;
	consumer->lossless = lossless;
}

void heap_ring_detach(struct heap_ring *ring, __u32 index)
{
	ring->status->consumers &= ~(1U << index);
	ring->status->lossless &= ~(1U << index);
}

int heap_ring_submit(struct heap_ring *ring)
{
	struct framering_desc frame = { .bytes = 1 };
	int slot = framering_ring_reserve(&ring->producer);

	if (slot >= 0)
		framering_ring_submit(&ring->producer, &frame);
	return slot;
}
