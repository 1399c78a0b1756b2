// SPDX-License-Identifier: MIT
/*
 * The ring of uapi/framering_ring.h, with the driver's part of it: what can
 * happen in any order, tried out. model.py says which processes there are, by
 *
 *   SLOTS, FRAMES, READERS   how many
 *   LOSSLESS_READERS, LATE_READERS   bitmaps: which of them are lossless, and
 *                            which attach while the producer is at work
 *   NEWEST                   late readers begin with the newest frame
 *   LIMIT, MAX_HELD          slots that a reader holds, and may hold, at once
 *   LATEST                   readers want the newest frame only
 *   UNPROTECTED_READERS      bitmap: which of them protect nothing
 *   GROUP                    the readers are of one user who may only read
 *   HOARDS                   each of two readers holds one slot for ever
 *   ABANDONS, QUITS, EXPORTS, PINS, DIES, EVICTS, STALE, GREEDS   what happens
 *   AHEAD                    the producer reserves two slots at a time, and
 *                            submits both, or the second alone
 *   ENDS                     the producer ends its stream, and readers wait for
 *                            that
 *   NO_<STEP>                leaves a step out
 */
#if defined(LATE_READERS) || defined(DIES) || defined(EVICTS)
#define COMES_AND_GOES
#endif
#if defined(EXPORTS) || defined(PINS)
#define KERNEL_HOLDS
#endif
#if defined(COMES_AND_GOES) || defined(STALE)
#define KERNEL_WAKES	1
#else
#define KERNEL_WAKES	0
#endif

#if defined(UNPROTECTED_READERS) || defined(GROUP)
#define MAY_BE_TORN
#endif

#include "memory.pml"
#include "kernel.pml"
#include "producer.pml"
#include "reader.pml"

#ifdef GREEDS
/* Claims everything and is never seen again. */
proctype greed(byte i)
{
	STORE(READER(i), HELD(i), ALL_SLOTS)
}
#endif

#ifndef LATE_READERS
#define LATE_READERS	0
#endif

init {
	atomic {
#ifdef LOSSLESS_READERS
		m[LOSSLESS] = LOSSLESS_READERS & ~LATE_READERS;
#endif
#ifdef PINS
		m[KERNEL_HELD] = 1 << 0 | 1 << 2;
#endif
		m[CONSUMERS] = ALL_READERS & ~LATE_READERS;
		run producer();
#ifdef HOARDS
		m[HELD(0)] = 1 << 0;
		m[HELD(1)] = 1 << 1;
#else
		run reader(0);
#endif
#ifdef GREEDS
		run greed(1)
#elif READERS > 1 && !defined(HOARDS)
		run reader(1)
#endif
	}
}
