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
 * @seq: by slot: sequence of the frame that was acquired there
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
	__u32 seq[FRAMERING_MAX_SLOTS];
};

/* How many sequences, from @tail on, are of the stream that ended last. */
static inline __u32 framering_ring_left(const struct framering_ring_consumer *c,
					__u32 tail)
{
	__u32 left = framering_read_once(&c->producer->end) - tail;

	/* A live consumer that lags may have been carried past the end. */
	return left >> 31 ? 0 : left;
}

/**
 * framering_ring_waiting - look for a frame, or for the end of a stream
 * @c: a consumer's side
 *
 * Return: not zero if framering_ring_acquire() would find something to look at.
 */
static inline int
framering_ring_waiting(const struct framering_ring_consumer *c)
{
	__u32 ends = framering_load_acquire(&c->producer->ends);	/* G */
	__u32 tail = framering_read_once(&c->page->tail);

	if (framering_load_acquire(&c->producer->head) != tail)
		return 1;
	return ends != framering_read_once(&c->page->ends) &&
	       !framering_ring_left(c, tail);
}

/**
 * framering_ring_check - whether a frame is still what was acquired
 * @c: a consumer's side
 * @slot: what framering_ring_acquire() gave
 *
 * For what was read of the frame before; framering_ring_release() does the
 * same. A consumer that may have less than it holds protected (see STATUS'
 * group and unprotected) believes nothing that it has read before this.
 *
 * Return: 0, or -EBADMSG: the producer has overwritten it, or is about to.
 */
static inline int framering_ring_check(const struct framering_ring_consumer *c,
				       __u32 slot)
{
	/* No slot of this ring was not acquired either, but does no harm. */
	__u32 own = slot & (c->slots - 1), age;

	framering_read_fence();						/* H */
	age = framering_read_once(&c->desc[own].gone) -
	      framering_read_once(&c->seq[own]);
	/* What is gone is older: sequences are compared by difference. */
	return age > 0x7fffffffU ? 0 : -EBADMSG;
}

/* Clear the slot's bit. Not zero: the producer sleeps and must be kicked. */
static inline int framering_ring_drop(struct framering_ring_consumer *c,
				      __u32 slot)
{
	framering_andnot_release(&c->page->held, 1U << slot);		/* C */
	framering_fence_after_atomic();					/* F */
	return framering_read_once(&c->status->producer_wake) != 0;
}

/**
 * framering_ring_release - give a slot back
 * @c: a consumer's side
 * @slot: what framering_ring_acquire() gave
 * @kick: out: not zero if the producer sleeps and must be kicked
 *
 * In any order, and from any thread; but once for each acquire, since the bit
 * does not say which frame it was set for: a second call would give a later
 * frame in that slot away. libframering gives its callers a token for that.
 * The slot is given back in any case.
 *
 * Return: 0, or -EBADMSG as framering_ring_check().
 */
static inline int framering_ring_release(struct framering_ring_consumer *c,
					 __u32 slot, int *kick)
{
	int ret = framering_ring_check(c, slot);

	*kick = framering_ring_drop(c, slot);
	return ret;
}

/*
 * Count the frame in @slot, which was just claimed, and those missing before
 * it. Zero: it was overwritten meanwhile, and is not counted.
 */
static inline int framering_ring_count(struct framering_ring_consumer *c,
				       __u32 slot)
{
	const struct framering_desc *desc = &c->desc[slot];
	__u64 frame = desc->frame;

	if (framering_ring_check(c, slot))
		return 0;
	if (c->counting && frame > c->next_frame)
		c->page->dropped += frame - c->next_frame;
	c->counting = 1;
	c->next_frame = frame + 1;
	c->page->delivered++;
	return 1;
}

/*
 * Claim the slot of sequence @seq. Not zero: it is this consumer's, and if it
 * protects what it holds, nothing in it changes until it is released.
 */
static inline int framering_ring_claim(struct framering_ring_consumer *c,
				       __u32 seq)
{
	__u32 slot = seq & (c->slots - 1);
	__u32 bit = 1U << slot;

	/* An older frame in this very slot is still being read: the producer
	 * passed the slot over, so @seq is a hole; or, if this consumer does
	 * not protect the slot, a frame that it misses.
	 */
	if (framering_read_once(&c->page->held) & bit)
		return 0;
	framering_or(&c->page->held, bit);
	framering_fence_after_atomic();					/* B */
	framering_write_once(&c->seq[slot], seq);
	if (framering_read_once(&c->desc[slot].seq) == seq &&
	    framering_ring_count(c, slot))
		return 1;
	framering_ring_drop(c, slot);
	return 0;
}

/*
 * -EPIPE: a stream has ended at @tail, which is told now and not again. Else 0,
 * and @head is no further than the end of such a stream.
 */
static inline int framering_ring_tell_end(struct framering_ring_consumer *c,
					  __u32 tail, __u32 *head)
{
	__u32 ends = framering_load_acquire(&c->producer->ends);	/* G */
	__u32 left;

	if (ends == framering_read_once(&c->page->ends))
		return 0;
	left = framering_ring_left(c, tail);
	if (!left) {
		framering_write_once(&c->page->ends, ends);
		return -EPIPE;
	}
	if (left < *head - tail)
		*head = tail + left;
	return 0;
}

/**
 * framering_ring_cut - how the stream ended whose end was told last
 * @c: a consumer's side
 *
 * Return: not zero if its producer went without ending it: it was killed,
 * perhaps.
 */
static inline int framering_ring_cut(const struct framering_ring_consumer *c)
{
	return framering_read_once(&c->producer->cut) ==
	       framering_read_once(&c->page->ends);
}

/* Nothing waits: -EAGAIN; 0: it does after all; -ESTALE: nothing will come. */
static inline int framering_ring_drained(struct framering_ring_consumer *c,
					 __u32 *head, __u32 tail)
{
	int ret;

	if (!(framering_read_once(&c->status->state) & FRAMERING_STATE_STALE))
		return -EAGAIN;
	/* Once stale, the head moves no more: look again, and after. */
	framering_fence();						/* E */
	*head = framering_load_acquire(&c->producer->head);
	ret = framering_ring_tell_end(c, tail, head);
	if (ret)
		return ret;
	return *head == tail ? -ESTALE : 0;
}

/* Where to start: sequence, or the head if nothing waits; or an error. */
static inline int framering_ring_start(struct framering_ring_consumer *c,
				       int latest, __u32 *head, __u32 *tail)
{
	__u32 held;
	int ret;

	*head = framering_load_acquire(&c->producer->head);		/* D */
	*tail = framering_read_once(&c->page->tail);
	if (*head - *tail > c->slots) {
		if (c->lossless)
			return -EPROTO;
		*tail = *head - c->slots;
	}
	ret = framering_ring_tell_end(c, *tail, head);
	if (!ret && *head == *tail)
		ret = framering_ring_drained(c, head, *tail);
	if (ret)
		return ret;
	held = framering_read_once(&c->page->held);
	/* Counting bits is slow, and most hold none. */
	if (held && framering_popcount(held) >= c->max_held)
		return -ENOBUFS;
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
 * framering_ring_release(), which tells if it was. -EAGAIN: nothing waits.
 * -EPIPE: the stream has ended, and its frames are through; told once, another
 * stream may follow.
 * -ESTALE: nothing waits, and nothing will come: attach anew. -ENOBUFS: all
 * slots that may be held are. -EPROTO: the producer broke the protocol.
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
		ret = (int)slot;
		tail++;
		break;
	}
	framering_store_release(&c->page->tail, tail);			/* A */
	/* Passing only the frame that is acquired makes no room. */
	if (n) {
		framering_fence();					/* F */
		*kick = framering_read_once(&c->status->producer_wake) != 0;
	}
	return ret;
}

#endif /* _UAPI_FRAMERING_RING_CONSUMER_H */
