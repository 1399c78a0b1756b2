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
 * @seq: sequence of the slot that framering_ring_submit() is going to show:
 *	what was reserved last, unless the producer sets it
 * @head: what was last stored in @page. Looking there is slow: the consumers
 *	have that cache line.
 * @free: bit i: no other side will touch slot i until it is submitted
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

/* The slots that consumer @i reads, or says so. */
static inline __u32
framering_ring_held(const struct framering_ring_producer *p, __u32 i)
{
	return framering_load_acquire(&p->consumer[i]->held);		/* C */
}

/*
 * The slots that live consumer @i protects: none if it holds more than
 * @max_held, nor if it does together with those of its group among @live that
 * have a lower number and protect theirs.
 */
static inline __u32
framering_ring_leases(const struct framering_ring_producer *p, __u32 i,
		      __u32 live)
{
	const __u8 *groups = p->status->group;
	__u32 group = framering_read_once(&groups[i]);
	__u32 todo = group ? live & ((1U << i) - 1) : 0;
	__u32 leases = 0, held;

	for (; todo; todo &= todo - 1) {
		__u32 other = (__u32)__builtin_ctz(todo);

		if (framering_read_once(&groups[other]) != group)
			continue;
		held = framering_ring_held(p, other);
		if (framering_popcount(leases | held) <= p->max_held)
			leases |= held;
	}
	held = framering_ring_held(p, i);
	return framering_popcount(leases | held) <= p->max_held ? held : 0;
}

/* Bit i: lossless consumer i has not yet read what @seq would replace. */
static inline __u32
framering_ring_lagging(const struct framering_ring_producer *p, __u32 seq)
{
	__u32 todo = framering_read_once(&p->status->consumers) &
		     framering_read_once(&p->status->lossless);
	__u32 lagging = 0;

	for (; todo; todo &= todo - 1) {
		__u32 i = (__u32)__builtin_ctz(todo);
		const __u32 *tail = &p->consumer[i]->tail;

		if (seq - framering_load_acquire(tail) >= p->slots)	/* A */
			lagging |= 1U << i;
	}
	return lagging;
}

/*
 * Bit i: consumer i protects @slot. *@ignored gets those that hold it, and do
 * not protect it.
 */
static inline __u32
framering_ring_holding(const struct framering_ring_producer *p, __u32 slot,
		       __u32 *ignored)
{
	__u32 bit = 1U << slot, holding = 0;
	/* Read at each look: a consumer may have attached since the last. */
	__u32 todo = framering_load_acquire(&p->status->consumers); /* C */
	__u32 lossless = framering_read_once(&p->status->lossless);
	__u32 live = todo & ~lossless &
		     ~framering_read_once(&p->status->unprotected);

	*ignored = 0;
	for (; todo; todo &= todo - 1) {
		__u32 i = (__u32)__builtin_ctz(todo), me = 1U << i;

		if (!(framering_ring_held(p, i) & bit))
			continue;
		if (lossless & me || (live & me &&
				      framering_ring_leases(p, i, live) & bit))
			holding |= me;
		else
			*ignored |= me;
	}
	return holding;
}

/*
 * Not zero: the kernel keeps @slot. To be looked at after the consumers: a slot
 * goes from a consumer to the kernel, never back.
 */
static inline __u32
framering_ring_kept(const struct framering_ring_producer *p, __u32 slot)
{
	return framering_load_acquire(&p->status->kernel_held) & (1U << slot);
}

/* The slots of the @count sequences from @seq on. */
static inline __u32
framering_ring_slots_from(const struct framering_ring_producer *p, __u32 seq,
			  __u32 count)
{
	__u64 bits = ((1ULL << count) - 1) << (seq & (p->slots - 1));

	return (__u32)((bits | bits >> p->slots) & ((1ULL << p->slots) - 1));
}

/* The slots that consumer @i has passed, and does not even hold unprotected. */
static inline __u32
framering_ring_passed(const struct framering_ring_producer *p, __u32 i,
		      __u32 head)
{
	/* First: a consumer that passes a frame holds it already, if at all. */
	const __u32 *tail = &p->consumer[i]->tail;
	__u32 unread = head - framering_load_acquire(tail);		/* A */

	if (unread > p->slots)
		return 0;
	return framering_ring_slots_from(p, head, p->slots - unread) &
	       ~framering_ring_held(p, i);
}

/*
 * Find the slots that are free whatever happens: a consumer that attaches later
 * begins at the head, or at the newest frame. So the consumers' pages need not
 * be read for each frame. Slots that are reserved are found, too: the newest
 * frame's never is, so another look comes before it is their turn again.
 */
static inline void framering_ring_look(struct framering_ring_producer *p,
				       __u32 head)
{
	__u32 todo = framering_load_acquire(&p->status->consumers); /* C */
	__u32 slots = framering_ring_slots_from(p, head, p->slots - 1);

	for (; todo; todo &= todo - 1)
		slots &= framering_ring_passed(p, (__u32)__builtin_ctz(todo),
					       head);
	/* Last: a slot goes from a consumer to the kernel, never back. */
	p->free = slots & ~framering_load_acquire(&p->status->kernel_held);
}

/*
 * Take the slot of sequence @seq, which some consumer may still want. Not zero:
 * done. Those that read the slot, and do not protect it, are told so.
 */
static inline int framering_ring_take(struct framering_ring_producer *p,
				      __u32 seq)
{
	__u32 slot = seq & (p->slots - 1), ignored;
	struct framering_desc *desc = &p->desc[slot];
	__u32 old = framering_read_once(&desc->seq);

	framering_write_once(&desc->seq, framering_seq_none(slot));
	framering_fence();						/* B */
	if (framering_ring_holding(p, slot, &ignored) ||
	    framering_ring_kept(p, slot)) {
		framering_write_once(&desc->seq, old);
		return 0;
	}
	if (ignored) {
		framering_write_once(&desc->gone, seq - p->slots);
		framering_fence();					/* H */
	}
	return 1;
}

/* Find a slot among @count sequences from @from on. */
static inline int framering_ring_find(struct framering_ring_producer *p,
				      __u32 from, __u32 count)
{
	__u32 n;

	if (!(p->free & (1U << (from & (p->slots - 1)))))
		framering_ring_look(p, p->head);
	for (n = 0; n < count; n++) {
		__u32 seq = from + n;
		__u32 slot = seq & (p->slots - 1);

		if (p->free & (1U << slot)) {
			p->free &= ~(1U << slot);
			framering_write_once(&p->desc[slot].seq,
					     framering_seq_none(slot));
		} else if (framering_ring_lagging(p, seq)) {
			break;
		} else if (!framering_ring_take(p, seq)) {
			continue;
		}
		p->seq = seq;
		if (n)
			p->page->holes += n;
		return (int)slot;
	}
	return -EAGAIN;
}

/**
 * framering_ring_reserve - find a slot to fill
 * @p: the producer's side
 *
 * Slots that are held are passed over and leave a hole in the sequence.
 * A reservation that is never submitted costs nothing but the old frame.
 *
 * Return: the slot's number, or -EAGAIN if a lossless consumer lags or all
 * slots are held.
 */
static inline int framering_ring_reserve(struct framering_ring_producer *p)
{
	int slot = framering_ring_find(p, p->head, p->slots);

	if (slot < 0)
		p->page->full++;
	return slot;
}

/**
 * framering_ring_reserve_next - find one more slot, behind those reserved
 * @p: the producer's side
 * @last: the sequence that was reserved last, and is not submitted yet
 *
 * For producers that fill several slots at a time, as cameras do. @p->seq gets
 * the sequence; reservations are submitted in the order of theirs, each after
 * its sequence was put there again. One that is left out becomes a hole. The
 * newest frame's slot is never reserved in this way: consumers may begin there.
 *
 * Return: as framering_ring_reserve(); -EAGAIN also if all others are reserved.
 */
static inline int
framering_ring_reserve_next(struct framering_ring_producer *p, __u32 last)
{
	__u32 reserved = last + 1 - p->head;

	if (reserved >= p->slots - 1)
		return -EAGAIN;
	return framering_ring_find(p, last + 1, p->slots - 1 - reserved);
}

/**
 * framering_ring_blocked - reserve's own scan, without its stores
 * @p: the producer's side
 * @blocking: out: bit i: consumer i is in the way: the lossless ones that lag;
 *	if none does, those that protect a slot. 0 where it can go on
 *
 * Return: 0 if framering_ring_reserve() would find a slot.
 */
static inline int
framering_ring_blocked(const struct framering_ring_producer *p, __u32 *blocking)
{
	__u32 head = framering_read_once(&p->page->head);
	__u32 all = 0, n;

	for (n = 0; n < p->slots; n++) {
		__u32 slot = (head + n) & (p->slots - 1);
		__u32 holding, ignored;

		/* None, if this slot is free. */
		*blocking = framering_ring_lagging(p, head + n);
		if (*blocking)
			return 1;
		holding = framering_ring_holding(p, slot, &ignored);
		if (!holding && !framering_ring_kept(p, slot))
			return 0;
		all |= holding;
	}
	*blocking = all;
	return 1;
}

/**
 * framering_ring_can_reserve - look whether there is a slot
 * @p: the producer's side
 *
 * For a producer that looks before it sleeps.
 *
 * Return: not zero if framering_ring_reserve() would find a slot.
 */
static inline int
framering_ring_can_reserve(const struct framering_ring_producer *p)
{
	__u32 blocking;

	return !framering_ring_blocked(p, &blocking);
}

/**
 * framering_ring_submit - show the reserved slot to the consumers
 * @p: the producer's side, after framering_ring_reserve() gave a slot
 * @frame: what is in the slot: flags, time_ns, bytes and info are used
 *
 * Return: not zero if a consumer sleeps and must be kicked.
 */
static inline int framering_ring_submit(struct framering_ring_producer *p,
					const struct framering_desc *frame)
{
	__u32 slot = p->seq & (p->slots - 1);
	struct framering_desc *desc = &p->desc[slot];

	if (p->write_combined)
		framering_store_fence();
	desc->flags = frame->flags;
	desc->frame = p->frames;
	desc->time_ns = frame->time_ns;
	desc->bytes = frame->bytes;
	desc->info = frame->info;
	framering_write_once(&desc->gone, p->seq - p->slots);
	framering_write_once(&desc->seq, p->seq);
	p->page->frames = ++p->frames;
	p->head = p->seq + 1;
	framering_store_release(&p->page->head, p->head);		/* D */
	framering_fence();						/* E */
	return framering_read_once(&p->status->consumer_wake) != 0;
}

/**
 * framering_ring_end - end the stream
 * @p: the producer's side
 *
 * Needs no slot, and never waits: each consumer is told when it has passed the
 * frames before. Ends that a consumer has not come to yet fall into one.
 *
 * Return: not zero if a consumer sleeps and must be kicked.
 */
static inline int framering_ring_end(struct framering_ring_producer *p)
{
	__u32 ends = framering_read_once(&p->page->ends) + 1;

	framering_write_once(&p->page->end, p->head);
	framering_store_release(&p->page->ends, ends);			/* G */
	framering_fence();						/* E */
	return framering_read_once(&p->status->consumer_wake) != 0;
}

#endif /* _UAPI_FRAMERING_RING_PRODUCER_H */
