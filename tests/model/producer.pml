// SPDX-License-Identifier: MIT
/*
 * The producer: framering_ring_reserve(), framering_ring_reserve_next(),
 * framering_ring_can_reserve(), framering_ring_submit() and
 * framering_ring_end(), each load and store a step of its own.
 */

/* The consumers and lossless bitmaps: loads only if they may change. */
#ifdef COMES_AND_GOES
#define LOAD_CONSUMERS		todo = m[CONSUMERS]
#define LOAD_LOSSLESS(v)	v = m[LOSSLESS]
#else
#define LOAD_CONSUMERS		todo = ALL_READERS
#ifdef LOSSLESS_READERS
#define LOAD_LOSSLESS(v)	v = LOSSLESS_READERS
#else
#define LOAD_LOSSLESS(v)	v = 0
#endif
#endif

#define LAGS(i)	atomic {						\
		(todo & ((2 << i) - 1)) == 1 << i ->			\
		todo = todo & ~(1 << i);				\
		if							\
		:: seq - m[TAIL(i)] >= SLOTS -> yes = 1; todo = 0	\
		:: else							\
		fi							\
	}

inline is_lagging()
{
	yes = 0;
#if defined(LOSSLESS_READERS) && !defined(NO_LAGGING)
	LOAD_CONSUMERS;
	LOAD_LOSSLESS(lossless);
	todo = todo & lossless;
	do
	:: LAGS(0)
#if READERS > 1
	:: LAGS(1)
#endif
	:: !todo -> break
	od
#endif
}

#define COUNT(v)	((v & 1) + (v >> 1 & 1) + (v >> 2 & 1))
/*
 * framering_ring_leases(): @first holds what the first reader of the group
 * protects, looked at after this one was seen to hold the slot.
 */
#ifdef NO_MAX_HELD
#define GREEDY(i)	0
#else
#define GREEDY(i)	(!(lossless & 1 << i) && COUNT((held | first)) > MAX_HELD)
#endif
/* At any look: the penalty may end. */
#ifdef UNPROTECTED_READERS
#define IGNORED(i)	(UNPROTECTED_READERS >> i & 1)
#else
#define IGNORED(i)	0
#endif
#if defined(GROUP) && !defined(NO_GROUP)
#define FIRST_OF_GROUP(i)						\
		if							\
		:: i == 1 && held ->					\
			first = m[HELD(0)];				\
			if						\
			:: COUNT(first) > MAX_HELD -> first = 0		\
			:: else						\
			fi						\
		:: else							\
		fi
#else
#define FIRST_OF_GROUP(i)	skip
#endif

#define HOLDS(i)							\
	:: atomic {							\
		(todo & ((2 << i) - 1)) == 1 << i ->			\
		held = m[HELD(i)];					\
		if							\
		:: held & 1 << slot					\
		:: else -> held = 0; todo = todo & ~(1 << i)		\
		fi							\
	   };								\
	   if								\
	   :: !held							\
	   :: else ->							\
		FIRST_OF_GROUP(i);					\
		atomic {						\
			held = m[HELD(i)];				\
			todo = todo & ~(1 << i);			\
			if						\
			:: GREEDY(i) || IGNORED(i) -> ignored = 1	\
			:: !GREEDY(i) -> yes = yes | (held >> slot & 1)	\
			fi;						\
			held = 0;					\
			first = 0					\
		}							\
	   fi

inline is_held()
{
	yes = 0;
	ignored = 0;
#if defined(KERNEL_HOLDS) && defined(NO_KERNEL_HELD_LAST)
	yes = m[KERNEL_HELD] >> slot & 1;
#endif
#ifdef NO_CONSUMERS_ANEW
	todo = cached;
#else
	LOAD_CONSUMERS;
#endif
	LOAD_LOSSLESS(lossless);
	if
	:: yes -> todo = 0
	:: else
	fi;
	do
	HOLDS(0)
#if READERS > 1
	HOLDS(1)
#endif
	:: !todo -> break
	od;
#if defined(KERNEL_HOLDS) && !defined(NO_KERNEL_HELD_LAST) && !defined(NO_KERNEL_HELD)
	yes = yes | (m[KERNEL_HELD] >> slot & 1);
#endif
}

/* framering_ring_passed() */
#ifdef NO_FREE_TAIL
#define UNREAD(i)	0
#else
#define UNREAD(i)	head - m[TAIL(i)]
#endif
#ifdef NO_FREE_HELD
#define LEASED(i)	0
#else
#define LEASED(i)	m[HELD(i)]
#endif

#define PASSED(i)							\
	:: atomic {							\
		(todo & ((2 << i) - 1)) == 1 << i ->			\
		todo = todo & ~(1 << i);				\
		FIRST(i)						\
	   };								\
	   d_step {							\
		SECOND(i);						\
		n = 0;							\
		do							\
		:: n < SLOTS ->						\
			slot = (head + n) % SLOTS;			\
			if						\
			:: n + unread < SLOTS && !(held >> slot & 1)	\
			:: else -> free = free & ~(1 << slot)		\
			fi;						\
			n++						\
		:: else -> break					\
		od;							\
		n = 0;							\
		slot = 0;						\
		unread = 0;						\
		held = 0						\
	   }
#ifdef NO_TAIL_FIRST
#define FIRST(i)	held = LEASED(i)
#define SECOND(i)	unread = UNREAD(i)
#else
#define FIRST(i)	unread = UNREAD(i)
#define SECOND(i)	held = LEASED(i)
#endif

/* framering_ring_look() */
inline look()
{
#ifdef NO_FREE_NEWEST
	free = ALL_SLOTS;
#else
	/* A consumer that attaches later may begin at the newest frame. */
	free = ALL_SLOTS & ~(1 << (head + SLOTS - 1) % SLOTS);
#endif
#if defined(KERNEL_HOLDS) && defined(NO_FREE_KERNEL_HELD_LAST)
	free = free & ~m[KERNEL_HELD];
#endif
	LOAD_CONSUMERS;
	do
	PASSED(0)
#if READERS > 1
	PASSED(1)
#endif
	:: !todo -> break
	od;
#if defined(KERNEL_HOLDS) && !defined(NO_FREE_KERNEL_HELD_LAST) && !defined(NO_FREE_KERNEL_HELD)
	free = free & ~m[KERNEL_HELD];
#endif
}

#ifdef NO_LOOK_AT_HELD
#define LOOK_AT_HELD	yes = 0
#else
#define LOOK_AT_HELD	is_held()
#endif

/* The newest frame that @seq can replace. */
#define OLDER(seq)	(seq < SLOTS -> NONE : seq + 1 - SLOTS)
/* Those that read the slot without protecting it see that it is gone. */
#if defined(MAY_BE_TORN) && !defined(NO_TELL_IGNORED)
#define TELL_IGNORED							\
	if								\
	:: ignored ->							\
		STORE(PRODUCER, GONE(slot), OLDER(seq));		\
		FENCE_G							\
	:: else								\
	fi
#else
#define TELL_IGNORED	skip
#endif
#ifdef NO_H_PRODUCER
#define FENCE_G		skip
#else
#define FENCE_G		FENCE(PRODUCER)
#endif

/* Where a search begins, and how far it goes. */
#ifdef AHEAD
#define FROM		from
#ifdef NO_AHEAD_NEWEST
#define COUNT_FROM	(first_seq -> SLOTS - (from - head) : SLOTS)
#else
#define COUNT_FROM	(first_seq -> SLOTS - 1 - (from - head) : SLOTS)
#endif
#else
#define FROM		head
#define COUNT_FROM	SLOTS
#endif

/* It submits nothing more. For the checks only. */
bool ended;
#ifdef ENDS
/* Frames of the stream that has ended. For the checks only. */
byte total;
#endif

proctype producer()
{
	byte head, frames, n, seq, slot, old, todo, lossless, held, free, unread;
	byte first;
	byte seqs[SLOTS];	/* its own view of the descriptors */
	bool yes, ignored;
#ifdef AHEAD
	/* Of two reservations; sequences plus one. */
	byte from, first_seq, second_seq;
#endif
#ifdef NO_NONE_WHEN_ABANDONED
	byte last;
#endif
#ifdef NO_CONSUMERS_ANEW
	byte cached = m[CONSUMERS];
#endif

	skip;
reserve:
#ifdef QUITS
	if
	:: goto done
	:: skip
	fi;
#endif
#ifdef AHEAD
	from = head;
find:
#endif
	if
	:: free & 1 << FROM % SLOTS
	:: else -> look()
	fi;
	n = 0;
	do
	:: n < COUNT_FROM ->
		atomic { seq = FROM + n; slot = seq % SLOTS };
		if
		:: atomic {
			free & 1 << slot ->
			STORE(PRODUCER, SEQ(slot), NONE);
			old = seqs[slot];
			seqs[slot] = NONE
#ifndef NO_FREE_ONCE
			;
			free = free & ~(1 << slot)
#endif
		   }
			goto fill
		:: else
		fi;
		is_lagging();
		if
		:: yes -> break
		:: else
		fi;
#ifndef NO_NONE_STORE
		atomic {
			STORE(PRODUCER, SEQ(slot), NONE);
			old = seqs[slot];
			seqs[slot] = NONE
		};
#endif
#ifndef NO_B_PRODUCER
		FENCE(PRODUCER);
#endif
		LOOK_AT_HELD;
		if
		:: !yes -> TELL_IGNORED; goto fill
		:: else
		fi;
#if !defined(NO_OLD_SEQ) && !defined(NO_NONE_STORE)
		atomic {
			STORE(PRODUCER, SEQ(slot), old);
			seqs[slot] = old
		};
#endif
		atomic { n++; old = 0 }
	:: else -> break
	od;
#ifdef AHEAD
	/* No second one: the first goes its way. */
	if
	:: first_seq -> atomic {
		seq = first_seq - 1;
		slot = seq % SLOTS;
		first_seq = NONE;
		yes = 0;
		todo = 0
	   };
	   goto submit
	:: else
	fi;
#endif

	/* fr_role_wait() */
wait:
	QUEUE(PRODUCER);
#ifndef NO_FLAG_FIRST_PRODUCER
	STORE(PRODUCER, PRODUCER_WAKE, 1);
#ifndef NO_F_SLEEP
	FENCE(PRODUCER);
#endif
#endif
	LOCK;
	n = 0;
	do
	:: n < SLOTS ->
		atomic { seq = head + n; slot = seq % SLOTS };
#ifdef NO_SAME_SCAN
		yes = 0;
#else
		is_lagging();
#endif
		if
		:: yes -> break
		:: else
		fi;
		is_held();
		if
		:: !yes -> break
		:: else -> n++
		fi
	:: else -> yes = 1; break
	od;
#ifdef EVICTS
	clock = clock | yes;
#endif
	UNLOCK;
#ifdef NO_FLAG_FIRST_PRODUCER
	STORE(PRODUCER, PRODUCER_WAKE, 1);
	FENCE(PRODUCER);
#endif
#ifdef STALE
	if
	:: m[STATE] -> goto done
	:: else
	fi;
#endif
	if
	:: !yes -> queued[PRODUCER] = 0; goto reserve
	:: else -> yes = 0
	fi;
	!queued[PRODUCER] -> goto wait;

fill:
	data[slot] = 0;
	atomic {
		yes = 0;
		todo = 0;
#ifdef NO_NONE_WHEN_ABANDONED
		last = old;
#endif
		old = 0
	};
#ifdef ABANDONS
	if
	:: skip ->
#ifdef NO_NONE_WHEN_ABANDONED
		atomic {
			STORE(PRODUCER, SEQ(slot), last);
			seqs[slot] = last
		};
#endif
		goto reserve
	:: skip
	fi;
#endif
#ifdef AHEAD
	if
	:: !first_seq && frames + 1 < FRAMES -> atomic {
		first_seq = seq + 1;
		from = seq + 1;
		n = 0
	   };
	   goto find
	:: first_seq -> atomic {
		/* Both are submitted, */
		second_seq = seq + 1;
		seq = first_seq - 1;
		slot = seq % SLOTS;
		first_seq = NONE
	   }
	:: first_seq -> first_seq = NONE	/* or the first one is not. */
	:: !first_seq
	fi;
submit:
#endif
	data[slot] = frames + 1;

	/* framering_ring_submit() */
#ifdef MAY_BE_TORN
	STORE(PRODUCER, GONE(slot), OLDER(seq));
#endif
#ifdef NO_D
	STORE(PRODUCER, HEAD, seq + 1);
#endif
	atomic {
		STORE(PRODUCER, SEQ(slot), seq + 1);
		number[seq] = frames + 1;
		seqs[slot] = seq + 1;
		frames++;
		head = seq + 1;
		n = 0
	};
#ifndef NO_D
	STORE(PRODUCER, HEAD, head);
#endif
#ifndef NO_E_SUBMIT
	FENCE(PRODUCER);
#endif
#ifndef NO_KICK_SUBMIT
	if
	:: m[CONSUMER_WAKE] ->
		/* One call for each time that a process asked. */
		assert(ASKED(CONSUMER_WAKE) || KERNEL_WAKES);
		wake_consumers()
	:: else
	fi;
#endif
#ifdef STALE
	if
	:: m[STATE] -> goto done
	:: else -> sure = frames
	fi;
#endif
#ifdef AHEAD
	if
	:: second_seq -> atomic {
		seq = second_seq - 1;
		slot = seq % SLOTS;
		second_seq = NONE
	   };
	   goto submit
	:: else
	fi;
#endif
	if
	:: frames < FRAMES -> goto reserve
	:: else
	fi;

done:
#ifdef ENDS
	/* framering_ring_end() */
	total = frames;
	STORE(PRODUCER, ENDED_AT, head);
	STORE(PRODUCER, END_COUNT, 1);
#ifndef NO_E_END
	FENCE(PRODUCER);
#endif
#ifndef NO_KICK_END
	if
	:: m[CONSUMER_WAKE] -> wake_consumers()
	:: else
	fi;
#endif
#endif
	FENCE(PRODUCER);
	atomic {
		queued[PRODUCER] = 0;
		seq = 0;
		slot = 0
	};
	/* What was passed over can still be read. */
	do
	:: slot < SLOTS ->
		assert(!data[slot] || seqs[slot] && number[seqs[slot] - 1] == data[slot]);
		slot++
	:: else -> break
	od;
	ended = 1
}
