/* SPDX-License-Identifier: MIT */
/* The consumer's side; see libframering.h. */
#ifndef LIBFRAMERING_CONSUMER_H
#define LIBFRAMERING_CONSUMER_H

#include "libframering.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The producer waits for this consumer; needs a ring opened O_RDWR. */
#define FRAMERING_CONSUMER_LOSSLESS	(1U << 0)
/* Acquire always gives the newest frame. Not together with LOSSLESS. */
#define FRAMERING_CONSUMER_LATEST	(1U << 1)
/*
 * Begin with the newest frame that is there, if one is: a still picture, say,
 * that was submitted before.
 */
#define FRAMERING_CONSUMER_NEWEST	(1U << 2)
/* With NEWEST: but not with one of a stream that has ended. */
#define FRAMERING_CONSUMER_UNENDED	(1U << 3)

/**
 * framering_consumer_attach - become one of the ring's consumers
 * @consumer: gets the consumer; framering_consumer_detach() it
 * @ring: configured; it may be closed afterwards
 * @flags: FRAMERING_CONSUMER_ bits
 *
 * Return: 0, -ENODATA (not configured), -EUSERS (32 are attached), -EDQUOT (too
 * many of this user's), -EBADF (lossless, but the ring is not open for
 * writing), -EPERM (lossless, but a consumer of this user was evicted for
 * standing in the producer's way), -EINVAL.
 */
int framering_consumer_attach(struct framering_consumer **consumer,
			      struct framering *ring, uint32_t flags);

/*
 * End the role, release its frames, unmap everything; in a child of the process
 * that attached it, close the descriptor and no more. NULL is fine.
 */
void framering_consumer_detach(struct framering_consumer *consumer);

/* The role file's descriptor, for poll(): POLLIN when a frame waits. */
int framering_consumer_fd(const struct framering_consumer *consumer);

/*
 * The STATUS page, mapped read-only, valid until the role is detached; NULL in
 * a child of the process that attached it.
 */
const struct framering_status *
framering_consumer_status(const struct framering_consumer *consumer);

/**
 * framering_consumer_acquire - take a frame
 * @consumer: the role
 * @frame: gets the frame. Its bytes do not change until it is released; or
 *	framering_consumer_release() and _check() tell that they did
 *
 * They may change where the ring is open for reading only, and this user's
 * consumers together hold more than one of them may (max_held in the STATUS
 * page), or one was evicted: see framering_consumer_unprotected().
 *
 * Return: 0, -EAGAIN (nothing waits), -EPIPE (the stream has ended, told once:
 * frames of another one may follow), -ESTALE (nothing waits and nothing will
 * come: attach anew), -ENOBUFS (release one first), -EPROTO (the producer broke
 * the protocol).
 */
static inline int
framering_consumer_acquire(struct framering_consumer *consumer,
			   struct framering_frame *frame);

/**
 * framering_consumer_release - give a frame back
 * @consumer: the role
 * @frame: from acquire; several may be held and released in any order
 *
 * Later frames in the same slot are safe from a second release.
 *
 * Return: 0, -EINVAL (it is not held: it was released already, or is another
 * consumer's), -EBADMSG (given back, but the producer had overwritten it: what
 * was read of it may be of two frames).
 */
static inline int
framering_consumer_release(struct framering_consumer *consumer,
			   const struct framering_frame *frame);

/**
 * framering_consumer_check - whether what was read of a frame is of that frame
 * @consumer: the role
 * @frame: from acquire, not yet released; any thread may call this for it
 *
 * For those that keep the frame and use a copy, or a part, before they release
 * it, which tells the same.
 *
 * Return: 0, -EINVAL (it is not held), -EBADMSG (the producer overwrote it).
 */
static inline int
framering_consumer_check(const struct framering_consumer *consumer,
			 const struct framering_frame *frame);

/**
 * framering_consumer_unprotected - whether held frames may be overwritten
 * @consumer: the role
 *
 * One of this user's consumers was evicted for standing in the producer's way
 * for too long, and all of them are open for reading only.
 *
 * Return: until when, CLOCK_MONOTONIC in nanoseconds; 0: the producer leaves
 * alone what they hold.
 */
uint64_t
framering_consumer_unprotected(const struct framering_consumer *consumer);

/**
 * framering_consumer_wait - sleep until a frame waits
 * @consumer: the role
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ESTALE (drained and stale, or
 * evicted: attach anew), -ENODEV (the device is gone).
 */
int framering_consumer_wait(struct framering_consumer *consumer,
			    int64_t timeout_ns);

/*
 * After -EPIPE. Not zero: the producer did not end the stream, but went: it was
 * killed, perhaps, or lost its input.
 */
int framering_consumer_cut(const struct framering_consumer *consumer);

/*
 * Not zero: a wait has found that the role's memory was taken away, or this is
 * a child of the process that attached it.
 */
int framering_consumer_evicted(const struct framering_consumer *consumer);

/**
 * framering_consumer_wish - ask the producer for a format, a size, a rate
 * @consumer: the role
 * @wish: format, size and rate, 0 where it does not matter. The size member
 *	need not be set
 *
 * The producer may grant it, and then configures the ring anew.
 *
 * Return: 0, -EINVAL (no frame can be so large), -ESTALE (the generation is
 * stale, or the role evicted: attach anew), -ENODEV (the device is gone).
 */
static inline int framering_consumer_wish(struct framering_consumer *consumer,
					  const struct framering_wish *wish);

/**
 * framering_consumer_export - a slot as a dma-buf, for devices and programs
 * @consumer: the role
 * @slot: its number, as in struct framering_frame; below status->slots
 * @flags: 0, or FRAMERING_EXPORT_HOLD
 *
 * Without HOLD once for each slot: whatever frame is in it, the descriptor is
 * the same, and whoever uses it does so while this consumer holds the frame. It
 * goes with the role. With HOLD, of a frame that is held now: the slot stays
 * out of the ring until the dma-buf is gone everywhere, also when the frame was
 * released and the role has ended.
 *
 * It is open for reading only, unless the ring is open for writing. close() it.
 *
 * Return: the descriptor, -EBADF (the ring is open for reading only, and was
 * not configured with FRAMERING_CONFIG_EXPORT_FOR_ALL), -EOPNOTSUPP (not of
 * this memory kind), -EINVAL (no such slot, or a flag), -EDQUOT (more than this
 * user may keep), -ESTALE (the role was revoked), -ENODEV (the device is gone);
 * with HOLD: -ENOLCK (the frame is not held), -EBUSY (too many slots are kept),
 * -EAGAIN (the producer is just looking at the slot: try again), -EPERM (a
 * consumer of this user was evicted for standing in the producer's way).
 */
int framering_consumer_export(struct framering_consumer *consumer,
			      uint32_t slot, uint32_t flags);

/* Frames acquired so far, and frames submitted but never seen here. */
void framering_consumer_counts(const struct framering_consumer *consumer,
			       uint64_t *delivered, uint64_t *dropped);

#ifdef __cplusplus
}
#endif

#endif /* LIBFRAMERING_CONSUMER_H */
