/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* The consumer's side of the ring; see framering_ring.h. */
#ifndef _UAPI_FRAMERING_RING_CONSUMER_H
#define _UAPI_FRAMERING_RING_CONSUMER_H

#ifdef __KERNEL__
#include <linux/errno.h>
#else
#include <errno.h>
#endif

#include "framering.h"
#include "framering_barrier.h"
#include "framering_seq.h"

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
	__u32 held;

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
	held = framering_read_once(&c->page->held);
	/* Counting bits is slow, and most hold none. */
	if (held && framering_popcount(held) >= c->max_held)
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
 *	no frame was found: holes were passed
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
	framering_store_release(&c->page->tail, tail);			/* A */
	/* Whoever passes only the frame that he takes makes no room. */
	if (n) {
		framering_fence();					/* F */
		*kick = framering_read_once(&c->status->producer_wake) != 0;
	}
	return ret;
}

#endif /* _UAPI_FRAMERING_RING_CONSUMER_H */
