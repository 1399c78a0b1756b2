/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The ring: one producer, up to 32 consumers, slots that are leased and never
 * copied. This is the only copy of the logic, a file for each side; the driver,
 * the library and the tests include it.
 *
 *   producer                                consumer
 *
 *   reserve: LOAD.acq tail  (A)             acquire: LOAD.acq head (D)
 *            LOAD.acq held  (C)                      held |= slot
 *       or:  LOAD.acq tail  (A)                      FENCE         (B)
 *            STORE desc.seq = none                   LOAD desc.seq
 *            FENCE          (B)                      LOAD desc.frame
 *            LOAD.acq held  (C)                      FENCE.rd      (H)
 *       held, and not protected:                     LOAD desc.gone
 *            STORE desc.gone                         STORE.rel tail (A)
 *            FENCE          (H)               after a hole, or without a frame:
 *            fill the slot                           FENCE         (F)
 *   submit:  STORE desc                              LOAD producer_wake
 *            STORE.rel head (D)                      read the slot
 *            FENCE          (E)             release: FENCE.rd      (H)
 *            LOAD consumer_wake                      LOAD desc.gone
 *   end:     STORE end                               held &= ~slot, rel (C)
 *            STORE.rel ends (G)                      FENCE         (F)
 *            FENCE          (E)                      LOAD producer_wake
 *            LOAD consumer_wake             acquire, before all else:
 *                                                    LOAD.acq ends (G)
 *                                                    LOAD end
 *   kernel, before sleeping for a consumer  kernel, for a producer
 *            STORE consumer_wake                     STORE producer_wake
 *            FENCE          (E)                      FENCE         (F)
 *            LOAD head, ends                         LOAD tail, held
 *
 * A  a producer that sees the tail move past a frame sees that it is held, or
 *    was: a consumer never comes back to what it has passed.
 * B  either the producer sees the claim and leaves the slot alone, or the
 *    consumer sees that the descriptor is gone and takes its claim back.
 * C  the consumer's reads are done before the producer sees the slot free; and
 *    the kernel's claim is there, if the slot went to an exported buffer.
 * D  the frame and its descriptor are there before the head that shows them.
 * E  either the producer sees the wake flag and kicks, or the consumer that is
 *    going to sleep sees the frame; the same with the ring's being stale.
 * F  the same, the other way.
 * G  a consumer that sees that a stream has ended sees where, and its frames.
 * H  a consumer that has read what the producer writes into a slot that it held
 *    without protecting it sees that its frame is gone.
 *
 * A number that another party can write is read once into a local and only
 * compared, masked or counted; every loop is bounded by the number of slots.
 */
#ifndef _UAPI_FRAMERING_RING_H
#define _UAPI_FRAMERING_RING_H

#include "framering_ring_consumer.h"
#include "framering_ring_producer.h"

#endif /* _UAPI_FRAMERING_RING_H */
