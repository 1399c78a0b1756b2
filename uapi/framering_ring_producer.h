/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* The producer's side of the ring; see framering_ring.h. */
#ifndef _UAPI_FRAMERING_RING_PRODUCER_H
#define _UAPI_FRAMERING_RING_PRODUCER_H

#ifdef __KERNEL__
#include <linux/errno.h>
#else
#include <errno.h>
#endif

#include "framering.h"
#include "framering_barrier.h"
#include "framering_seq.h"

/**
 * struct framering_ring_producer - the producer's own side of a ring
 * @status: the STATUS page
 * @page: first page of the PRODUCER region
 * @desc: the descriptors, one per slot
 * @consumer: the consumers' pages, all FRAMERING_MAX_CONSUMERS of them
 * @slots: copied from STATUS, so that no other party can change it
 * @max_held: copied from STATUS
 * @write_combined: not zero: a store fence comes before submitting
 * @seq: sequence of the slot that framering_ring_reserve() gave
 * @head: what was last stored in @page. Looking there is slow: the consumers
 *	have that cache line.
 * @free: bit i: nobody else will touch slot i until it is submitted
 * @frames: frames submitted so far
 *
 * The last three are set by framering_ring_enter().
 */
struct framering_ring_producer {
	const struct framering_status *status;
	struct framering_producer_page *page;
	struct framering_desc *desc;
	const struct framering_consumer_page *consumer[FRAMERING_MAX_CONSUMERS];
	__u32 slots;
	__u32 max_held;
	__u32 write_combined;
	__u32 seq;
	__u32 head;
	__u32 free;
	__u64 frames;
};

/**
 * framering_ring_enter - go on where the producer before stopped
 * @p: the producer's side, whose other members are set
 */
static inline void framering_ring_enter(struct framering_ring_producer *p)
{
	p->head = framering_read_once(&p->page->head);
	p->free = 0;
	p->frames = p->page->frames;
}

/* The slots that consumer @i protects; a greedy live one protects none. */
static inline __u32
framering_ring_leases(const struct framering_ring_producer *p, __u32 i,
		      __u32 lossless)
{
	__u32 held = framering_load_acquire(&p->consumer[i]->held); /* C */

	/* Counting bits is slow, and most hold none. */
	if (held && !(lossless & (1U << i)) &&
	    framering_popcount(held) > p->max_held)
		return 0;
	return held;
}

/* Not zero: some lossless consumer has not yet read what @seq would replace. */
static inline int
framering_ring_lagging(const struct framering_ring_producer *p, __u32 seq)
{
	__u32 todo = framering_read_once(&p->status->consumers) &
		     framering_read_once(&p->status->lossless);

	for (; todo; todo &= todo - 1) {
		const __u32 *tail = &p->consumer[__builtin_ctz(todo)]->tail;

		if (seq - framering_load_acquire(tail) >= p->slots)	/* A */
			return 1;
	}
	return 0;
}

/* Not zero: somebody holds @slot. */
static inline int
framering_ring_is_held(const struct framering_ring_producer *p, __u32 slot)
{
	__u32 bit = 1U << slot;
	/* Read at each look: a consumer may have attached since the last. */
	__u32 todo = framering_load_acquire(&p->status->consumers); /* C */
	__u32 lossless = framering_read_once(&p->status->lossless);

	for (; todo; todo &= todo - 1) {
		__u32 i = (__u32)__builtin_ctz(todo);

		if (framering_ring_leases(p, i, lossless) & bit)
			return 1;
	}
	/* Last: a slot goes from a consumer to the kernel, never back. */
	return !!(framering_load_acquire(&p->status->kernel_held) & bit);
}

/* The slots of the @count sequences from @seq on. */
static inline __u32
framering_ring_slots_from(const struct framering_ring_producer *p, __u32 seq,
			  __u32 count)
{
	__u64 bits = ((1ULL << count) - 1) << (seq & (p->slots - 1));

	return (__u32)((bits | bits >> p->slots) & ((1ULL << p->slots) - 1));
}

/* The slots that consumer @i has passed, and does not hold. */
static inline __u32
framering_ring_passed(const struct framering_ring_producer *p, __u32 i,
		      __u32 lossless, __u32 head)
{
	/* First: who passes a frame holds it already, if he holds it at all. */
	const __u32 *tail = &p->consumer[i]->tail;
	__u32 unread = head - framering_load_acquire(tail);		/* A */

	if (unread > p->slots)
		return 0;
	return framering_ring_slots_from(p, head, p->slots - unread) &
	       ~framering_ring_leases(p, i, lossless);
}

/*
 * Find the slots that are free whatever happens: who comes later begins at the
 * head. So the consumers' pages need not be read for each frame.
 */
static inline void framering_ring_look(struct framering_ring_producer *p,
				       __u32 head)
{
	__u32 todo = framering_load_acquire(&p->status->consumers); /* C */
	__u32 lossless = framering_read_once(&p->status->lossless);
	__u32 slots = framering_ring_slots_from(p, 0, p->slots);

	for (; todo; todo &= todo - 1) {
		__u32 i = (__u32)__builtin_ctz(todo);

		slots &= framering_ring_passed(p, i, lossless, head);
	}
	/* Last: a slot goes from a consumer to the kernel, never back. */
	p->free = slots & ~framering_load_acquire(&p->status->kernel_held);
}

/* Take @slot, which some consumer may still want. Not zero: done. */
static inline int framering_ring_take(struct framering_ring_producer *p,
				      __u32 slot)
{
	__u32 *at = &p->desc[slot].seq;
	__u32 old = framering_read_once(at);

	framering_write_once(at, framering_seq_none(slot));
	framering_fence();						/* B */
	if (!framering_ring_is_held(p, slot))
		return 1;
	framering_write_once(at, old);
	return 0;
}

/**
 * framering_ring_reserve - find a slot to fill
 * @p: the producer's side
 *
 * Slots that somebody holds are passed over and leave a hole in the sequence.
 * A reservation that is never submitted costs nothing but the old frame.
 *
 * Return: the slot's number, or -EAGAIN if a lossless consumer lags or all
 * slots are held.
 */
static inline int framering_ring_reserve(struct framering_ring_producer *p)
{
	__u32 head = p->head;
	__u32 n;

	if (!(p->free & (1U << (head & (p->slots - 1)))))
		framering_ring_look(p, head);
	for (n = 0; n < p->slots; n++) {
		__u32 seq = head + n;
		__u32 slot = seq & (p->slots - 1);

		if (p->free & (1U << slot)) {
			p->free &= ~(1U << slot);
			framering_write_once(&p->desc[slot].seq,
					     framering_seq_none(slot));
		} else if (framering_ring_lagging(p, seq)) {
			break;
		} else if (!framering_ring_take(p, slot)) {
			continue;
		}
		p->seq = seq;
		if (n)
			p->page->holes += n;
		return (int)slot;
	}
	p->page->full++;
	return -EAGAIN;
}

/**
 * framering_ring_can_reserve - reserve's own scan, without its stores
 * @p: the producer's side
 *
 * For those who look before they sleep.
 *
 * Return: not zero if framering_ring_reserve() would find a slot.
 */
static inline int
framering_ring_can_reserve(const struct framering_ring_producer *p)
{
	__u32 head = framering_read_once(&p->page->head);
	__u32 n;

	for (n = 0; n < p->slots; n++) {
		if (framering_ring_lagging(p, head + n))
			return 0;
		if (!framering_ring_is_held(p, (head + n) & (p->slots - 1)))
			return 1;
	}
	return 0;
}

/**
 * framering_ring_submit - show the reserved slot to the consumers
 * @p: the producer's side, after framering_ring_reserve() gave a slot
 * @frame: what is in the slot: flags, time_ns, bytes and user are used
 *
 * An end mark (FRAMERING_FRAME_LAST without bytes) is no frame: it carries the
 * number of the frame that would come next, and does not use it up.
 *
 * Return: not zero if a consumer sleeps and must be kicked.
 */
static inline int framering_ring_submit(struct framering_ring_producer *p,
					const struct framering_desc *frame)
{
	__u32 slot = p->seq & (p->slots - 1);
	struct framering_desc *desc = &p->desc[slot];
	unsigned int i;

	if (p->write_combined)
		framering_store_fence();
	desc->flags = frame->flags;
	desc->frame = p->frames;
	desc->time_ns = frame->time_ns;
	desc->bytes = frame->bytes;
	for (i = 0; i < sizeof(desc->user) / sizeof(desc->user[0]); i++)
		desc->user[i] = frame->user[i];
	framering_write_once(&desc->seq, p->seq);
	if (frame->bytes || !(frame->flags & FRAMERING_FRAME_LAST))
		p->frames++;
	p->page->frames = p->frames;
	p->head = p->seq + 1;
	framering_store_release(&p->page->head, p->head);		/* D */
	framering_fence();						/* E */
	return framering_read_once(&p->status->consumer_wake) != 0;
}

#endif /* _UAPI_FRAMERING_RING_PRODUCER_H */
