/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The ring: one producer, up to 32 consumers, slots that are leased and never
 * copied. This is the only copy of the logic; the driver, the library and the
 * tests include it.
 *
 *   producer                                consumer
 *
 *   reserve: LOAD.acq tail  (A)             acquire: LOAD.acq head (D)
 *            STORE desc.seq = none                   held |= slot
 *            FENCE          (B)                      FENCE         (B)
 *            LOAD.acq held  (C)                      LOAD desc.seq
 *            fill the slot                           STORE.rel tail (A)
 *   submit:  STORE desc                              FENCE         (F)
 *            STORE.rel head (D)                      LOAD producer_wake
 *            FENCE          (E)                      read the slot
 *            LOAD consumer_wake             release: held &= ~slot, rel (C)
 *                                                    FENCE         (F)
 *                                                    LOAD producer_wake
 *   kernel, before sleeping for a consumer  kernel, for a producer
 *            STORE consumer_wake                     STORE producer_wake
 *            FENCE          (E)                      FENCE         (F)
 *            LOAD head                               LOAD tail, held
 *
 * A  what a lossless consumer read of a frame that it did not hold is done
 *    before the producer sees the tail move past it.
 * B  either the producer sees the claim and leaves the slot alone, or the
 *    consumer sees that the descriptor is gone and takes its claim back.
 * C  the consumer's reads are done before the producer sees the slot free; and
 *    the kernel's claim is there, if the slot went to an exported buffer.
 * D  the frame and its descriptor are there before the head that shows them.
 * E  either the producer sees the wake flag and kicks, or the one who is going
 *    to sleep sees the frame; the same with the ring's being stale.
 * F  the same, the other way.
 *
 * A number that another party can write is read once into a local and only
 * compared, masked or counted; every loop is bounded by the number of slots.
 */
#ifndef _UAPI_FRAMERING_RING_H
#define _UAPI_FRAMERING_RING_H

#ifdef __KERNEL__
#include <linux/bitops.h>
#include <linux/errno.h>
#define framering_popcount(v)	hweight32(v)
#else
#include <errno.h>
#define framering_popcount(v)	((__u32)__builtin_popcount(v))
#endif

#include "framering.h"
#include "framering_barrier.h"

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
 * @frames: frames submitted so far
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
	__u64 frames;
};

/**
 * struct framering_ring_consumer - a consumer's own side of a ring
 * @status: the STATUS page
 * @producer: first page of the PRODUCER region
 * @desc: the descriptors, one per slot
 * @page: the consumer's page
 * @slots: copied from STATUS
 * @max_held: slots that may be held at once
 * @lossless: not zero: the producer waits for this consumer
 * @counting: not zero once @next_frame is known
 * @next_frame: number of the frame that comes next if none is dropped
 */
struct framering_ring_consumer {
	const struct framering_status *status;
	const struct framering_producer_page *producer;
	const struct framering_desc *desc;
	struct framering_consumer_page *page;
	__u32 slots;
	__u32 max_held;
	__u32 lossless;
	__u32 counting;
	__u64 next_frame;
};

/**
 * framering_seq_none - the sequence of a slot that holds no frame
 * @slot: number of the slot
 *
 * Sequence s lives in slot s & (slots - 1). The complement of @slot would live
 * in slot slots - 1 - @slot, which is another one: slots is even.
 */
static inline __u32 framering_seq_none(__u32 slot)
{
	return ~slot;
}

/* Not zero: consumer @i protects slot @bit; a greedy live one protects none. */
static inline int
framering_ring_protects(const struct framering_ring_producer *p, __u32 i,
			__u32 lossless, __u32 bit)
{
	__u32 held = framering_load_acquire(&p->consumer[i]->held); /* C */

	/* Counting bits is slow, and most hold other slots, or none. */
	return held & bit && (lossless & (1U << i) ||
			      framering_popcount(held) <= p->max_held);
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

		if (framering_ring_protects(p, i, lossless, bit))
			return 1;
	}
	/* Last: a slot goes from a consumer to the kernel, never back. */
	return !!(framering_load_acquire(&p->status->kernel_held) & bit);
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
	__u32 head = framering_read_once(&p->page->head);
	__u32 n;

	for (n = 0; n < p->slots; n++) {
		__u32 seq = head + n;
		__u32 slot = seq & (p->slots - 1);
		__u32 old;

		if (framering_ring_lagging(p, seq))
			break;
		old = framering_read_once(&p->desc[slot].seq);
		framering_write_once(&p->desc[slot].seq,
				     framering_seq_none(slot));
		framering_fence();					/* B */
		if (!framering_ring_is_held(p, slot)) {
			p->seq = seq;
			p->page->holes += n;
			return (int)slot;
		}
		framering_write_once(&p->desc[slot].seq, old);
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
	framering_store_release(&p->page->head, p->seq + 1);		/* D */
	framering_fence();						/* E */
	return framering_read_once(&p->status->consumer_wake) != 0;
}

/**
 * framering_ring_waiting - look for a frame
 * @c: a consumer's side
 *
 * Return: not zero if framering_ring_acquire() would find something to look at.
 */
static inline int
framering_ring_waiting(const struct framering_ring_consumer *c)
{
	return framering_load_acquire(&c->producer->head) !=
	       framering_read_once(&c->page->tail);
}

static inline void framering_ring_pass(struct framering_ring_consumer *c,
				       __u32 tail)
{
	framering_store_release(&c->page->tail, tail);			/* A */
	framering_fence();						/* F */
}

/**
 * framering_ring_release - give a slot back
 * @c: a consumer's side
 * @slot: what framering_ring_acquire() gave
 *
 * In any order, and from any thread.
 *
 * Return: not zero if the producer sleeps and must be kicked.
 */
static inline int framering_ring_release(struct framering_ring_consumer *c,
					 __u32 slot)
{
	framering_andnot_release(&c->page->held, 1U << slot);		/* C */
	framering_fence_after_atomic();					/* F */
	return framering_read_once(&c->status->producer_wake) != 0;
}

/* Count the frame that was just acquired, and those missing before it. */
static inline void framering_ring_count(struct framering_ring_consumer *c,
					const struct framering_desc *desc)
{
	__u64 frame = desc->frame;

	if (c->counting && frame > c->next_frame)
		c->page->dropped += frame - c->next_frame;
	c->counting = 1;
	c->next_frame = frame;
	if (!desc->bytes && (desc->flags & FRAMERING_FRAME_LAST))
		return;
	c->next_frame++;
	c->page->delivered++;
}

/*
 * Claim the slot of sequence @seq. Not zero: it is this consumer's, and the
 * descriptor does not change until it is released.
 */
static inline int framering_ring_claim(struct framering_ring_consumer *c,
				       __u32 seq)
{
	__u32 slot = seq & (c->slots - 1);
	__u32 bit = 1U << slot;

	/* An older frame in this very slot is still being read: the producer
	 * passed the slot over, so @seq is a hole.
	 */
	if (framering_read_once(&c->page->held) & bit)
		return 0;
	framering_or(&c->page->held, bit);
	framering_fence_after_atomic();					/* B */
	if (framering_read_once(&c->desc[slot].seq) == seq)
		return 1;
	framering_ring_release(c, slot);
	return 0;
}

/* Where to start: sequence, or the head if nothing waits; or an error. */
static inline int framering_ring_start(struct framering_ring_consumer *c,
				       int latest, __u32 *head, __u32 *tail)
{
	*head = framering_load_acquire(&c->producer->head);		/* D */
	*tail = framering_read_once(&c->page->tail);
	if (*head == *tail) {
		/* Once stale, the head moves no more: look again, and after. */
		if (!(framering_read_once(&c->status->state) &
		      FRAMERING_STATE_STALE))
			return -EAGAIN;
		framering_fence();					/* E */
		*head = framering_load_acquire(&c->producer->head);
		if (*head == *tail)
			return -ESTALE;
	}
	if (framering_popcount(framering_read_once(&c->page->held)) >=
	    c->max_held)
		return -ENOBUFS;
	if (*head - *tail > c->slots) {
		if (c->lossless)
			return -EPROTO;
		*tail = *head - c->slots;
	}
	if (latest)
		*tail = *head - 1;
	return 0;
}

/**
 * framering_ring_acquire - take the next frame
 * @c: a consumer's side
 * @latest: not zero: pass over all frames but the newest. Not for a lossless
 *	consumer.
 * @kick: out: not zero if the producer sleeps and must be kicked, also when
 *	no frame was found
 *
 * Return: the slot's number; the frame is the caller's until
 * framering_ring_release(). -EAGAIN: nothing waits. -ESTALE: nothing waits, and
 * nothing will come: attach anew. -ENOBUFS: all slots that may be held are.
 * -EPROTO: the producer broke the protocol.
 */
static inline int framering_ring_acquire(struct framering_ring_consumer *c,
					 int latest, int *kick)
{
	__u32 head, tail, n;
	int ret;

	*kick = 0;
	ret = framering_ring_start(c, latest, &head, &tail);
	if (ret)
		return ret;
	ret = -EAGAIN;
	for (n = 0; n < c->slots && tail != head; n++, tail++) {
		__u32 slot = tail & (c->slots - 1);

		if (!framering_ring_claim(c, tail))
			continue;
		framering_ring_count(c, &c->desc[slot]);
		ret = (int)slot;
		tail++;
		break;
	}
	framering_ring_pass(c, tail);
	*kick = framering_read_once(&c->status->producer_wake) != 0;
	return ret;
}

#endif /* _UAPI_FRAMERING_RING_H */
