// SPDX-License-Identifier: MIT
/*
 * What the driver does: wait queues (wait.c, generation.c), attaching and
 * leaving (role.c), eviction (stall.c, revoke.c), going stale (generation.c).
 */

/* On its wait queue: asleep, or about to be. */
bool queued[1 + READERS];

/* gen->lock. Where no role attaches or detaches, it protects nothing. */
#if defined(COMES_AND_GOES) && !defined(NO_LOCK) && !defined(NO_LOCK_AND_WAKE_AT_ATTACH)
bool locked;
#define LOCK	atomic { !locked -> locked = 1 }
#define UNLOCK	locked = 0
#else
#define LOCK	skip
#define UNLOCK	skip
#endif

/* Why a reader is no more. */
#define ZAPPED	1
#define DEAD	2
byte gone[READERS];
/* In the kernel, which uses none of its mappings. */
bool inside[READERS];

/*
 * prepare_to_wait(), a full barrier. It takes the queue's lock, as waking does:
 * so a flag that was cleared before waking is clear for a sleeper that queues
 * after that, and clearing needs no buffer.
 */
#define QUEUE(who)	atomic { empty(buffer[who]) -> queued[who] = 1 }

#ifdef NO_CLEARING
#define CLEAR(flag)	ASKED(flag) = 0
#else
#define CLEAR(flag)	d_step { m[flag] = 0; ASKED(flag) = 0 }
#endif
#define UNQUEUE_PRODUCER	queued[PRODUCER] = 0
#if READERS > 1
#define UNQUEUE_CONSUMERS	d_step { queued[1] = 0; queued[2] = 0 }
#else
#define UNQUEUE_CONSUMERS	queued[1] = 0
#endif

inline wake_producer()
{
#ifdef NO_CLEARING_FIRST
	UNQUEUE_PRODUCER;
	CLEAR(PRODUCER_WAKE)
#else
	CLEAR(PRODUCER_WAKE);
	UNQUEUE_PRODUCER
#endif
}

inline wake_consumers()
{
#ifdef NO_CLEARING_FIRST
	UNQUEUE_CONSUMERS;
	CLEAR(CONSUMER_WAKE)
#else
	CLEAR(CONSUMER_WAKE);
	UNQUEUE_CONSUMERS
#endif
}

/* fr_member_first() */
#ifdef NEWEST
#define FIRST_OF(h)	(h && m[SEQ((h + SLOTS - 1) % SLOTS)] == h -> h - 1 : h)
#else
#define FIRST_OF(h)	h
#endif

/* fr_member_enter_consumer(), in the reader's process. */
inline attach(i, h)
{
	LOCK;
#ifndef NO_FIRST_HEAD
	h = m[HEAD];
	h = FIRST_OF(h);
	STORE(READER(i), TAIL(i), h);
#endif
#ifdef LOSSLESS_READERS
	if
	:: LOSSLESS_READERS & 1 << i ->
		STORE(READER(i), LOSSLESS, m[LOSSLESS] | 1 << i)
	:: else
	fi;
#endif
	STORE(READER(i), CONSUMERS, m[CONSUMERS] | 1 << i);
#ifndef NO_FENCE_AT_ATTACH
	FENCE(READER(i));
#endif
#ifndef NO_SECOND_HEAD
	h = m[HEAD];
	h = FIRST_OF(h);
	STORE(READER(i), TAIL(i), h);
#endif
	FENCE(READER(i));
	UNLOCK;
#if !defined(NO_WAKE_AT_ATTACH) && !defined(NO_LOCK_AND_WAKE_AT_ATTACH)
	wake_producer();
#endif
}

/* fr_member_leave() */
inline forget(i)
{
	LOCK;
	m[CONSUMERS] = m[CONSUMERS] & ~(1 << i);
	m[LOSSLESS] = m[LOSSLESS] & ~(1 << i);
	UNLOCK
}

#ifdef EVICTS
/*
 * The clock runs since the producer found no slot. Here it may evict any reader
 * at any time from then on, which is more than the driver does.
 */
bool clock;

#define ZAP	atomic { empty(buffer[READER(i)]) -> gone[i] = ZAPPED }

active proctype stall()
{
	byte i;

end:	do
	:: atomic {
		clock && m[CONSUMERS] ->
		clock = 0;
		if
		:: m[CONSUMERS] & 1 -> i = 0
#if READERS > 1
		:: m[CONSUMERS] & 2 -> i = 1
#endif
		fi
	   }
#ifdef NO_ZAP_FIRST
		forget(i);
		ZAP;
#else
		ZAP;
		forget(i);
#endif
#ifndef NO_WAKE_AT_EVICTION
		wake_producer();
#endif
#ifndef NO_HANG_UP
		wake_consumers()
#endif
	od
}
#endif

#ifdef DIES
/* kill -9, at any time or never. */
active proctype fate()
{
	if
	:: gone[0] = DEAD
	:: skip
	fi
}
#endif

#ifdef STALE
/* fr_generation_retire() */
active proctype retire()
{
	m[STATE] = 1;
#ifndef NO_WAKE_AT_RETIRE
	wake_producer();
	wake_consumers()
#endif
}

/* Frames that were submitted in time. For the checks only. */
byte sure;
#endif

#ifdef PINS
/* Two slots are kept by exported buffers; one of them is given back in time. */
active proctype pin()
{
	m[KERNEL_HELD] ->
	m[KERNEL_HELD] = 1 << 2;
#ifndef NO_WAKE_AT_IMPORT
	wake_producer()
#endif
}
#endif

#ifdef EXPORTS
/*
 * A slot that an exported buffer keeps: its bit is set while the reader still
 * holds the slot, and its importer knows nothing of the reader.
 */
byte exported, exported_frame;

active proctype importer()
{
	byte slot;

end:	do
	:: atomic { exported -> slot = exported - 1 }
		atomic {
			assert(data[slot] == exported_frame);
			exported = 0;
			exported_frame = 0;
			m[KERNEL_HELD] = m[KERNEL_HELD] & ~(1 << slot)
		}
#ifndef NO_WAKE_AT_IMPORT
		wake_producer()
#endif
	od
}
#endif
