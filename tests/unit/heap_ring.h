/* SPDX-License-Identifier: MIT */
/*
 * A ring on ordinary memory, with the driver's part played by the test. Every
 * page is an allocation of its own and as small as it may be, so that
 * AddressSanitizer sees a step beyond it.
 */
#ifndef TEST_HEAP_RING_H
#define TEST_HEAP_RING_H

#include <framering_ring.h>

struct heap_ring {
	struct framering_status *status;
	struct framering_producer_page *page;
	struct framering_desc *desc;
	struct framering_consumer_page *consumer[FRAMERING_MAX_CONSUMERS];
	struct framering_ring_producer producer;
};

/**
 * struct heap_ring_variant - what a test of the ring is run with
 * @name: for the harness
 * @slots: slots of the ring
 * @start: the first sequence
 */
struct heap_ring_variant {
	const char *name;
	__u32 slots;
	__u32 start;
};

/* Few and many slots, and a sequence that passes zero on its way. */
static const struct heap_ring_variant heap_ring_variants[] = {
	{ "slots2", 2, 0 },
	{ "slots4", 4, 0 },
	{ "slots32", 32, 0 },
	{ "slots2_wrap", 2, 0xfffffff0 },
	{ "slots8_wrap", 8, 0xfffffff0 },
	{ "slots32_wrap", 32, 0xfffffff0 },
};

struct heap_ring *heap_ring_new(const struct heap_ring_variant *variant);
void heap_ring_free(struct heap_ring *ring);
/* As the driver: tail, bits, tail again. Slots that may be held: max_held. */
void heap_ring_attach(struct heap_ring *ring,
		      struct framering_ring_consumer *consumer, __u32 index,
		      __u32 lossless);
void heap_ring_detach(struct heap_ring *ring, __u32 index);
/* A frame of a byte: its slot, or -EAGAIN. */
int heap_ring_submit(struct heap_ring *ring);

#endif /* TEST_HEAP_RING_H */
