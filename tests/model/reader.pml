// SPDX-License-Identifier: MIT
/*
 * A reader: framering_ring_acquire() and framering_ring_release(), and its
 * sleep. It checks each frame twice: when it got it and when it gives it back.
 * No number comes twice, so what is the same then was the same all the time.
 */
#ifndef LIMIT
#define LIMIT	1
#endif
#ifdef LOSSLESS_READERS
#define IS_LOSSLESS	(LOSSLESS_READERS >> i & 1)
#else
#define IS_LOSSLESS	0
#endif
#ifdef LATE_READERS
#define IS_LATE		(LATE_READERS >> i & 1)
#else
#define IS_LATE		0
#endif

#if defined(QUITS) && defined(EVICTS)
#define MAY_SLEEP_ON	!clock
#elif defined(QUITS)
#define MAY_SLEEP_ON	1
#elif defined(MAY_BE_TORN)
/* It misses what comes into a slot that it holds, and does not protect. */
#define MAY_SLEEP_ON	MAY_LOSE
#else
#define MAY_SLEEP_ON	IS_LATE
#endif

/* held &= ~slot, F, kick */
inline release(slot)
{
	atomic {
		held = held & ~(1 << slot);
		STORE(READER(i), HELD(i), held)
	};
#ifndef NO_F_RELEASE
	FENCE(READER(i));
#endif
#ifndef NO_KICK_RELEASE
	if
	:: m[PRODUCER_WAKE] -> wake_producer()
	:: else
	fi
#endif
}

/* The driver keeps the slot for an exported buffer, from before it is given back. */
#ifdef EXPORTS
#define EXPORT(slot)	if						\
	:: atomic {							\
		!exported ->						\
		m[KERNEL_HELD] = m[KERNEL_HELD] | 1 << slot;		\
		exported = slot + 1;					\
		exported_frame = frame[slot]				\
	   }								\
	:: skip								\
	fi
#else
#define EXPORT(slot)	skip
#endif

#ifdef UNPROTECTED_READERS
#define MAY_LOSE	(UNPROTECTED_READERS >> i & 1)
#elif defined(GROUP)
/* The first one of a group protects what it holds. */
#define MAY_LOSE	(i > 0)
#endif

/* framering_ring_check(), after what was read: @torn. */
#ifndef MAY_BE_TORN
#define CHECK_IT(read)	read
#elif defined(NO_H_CONSUMER)
#define CHECK_IT(read)	torn = m[GONE(slot)] >= at[slot]; read
#else
#define CHECK_IT(read)	read; torn = m[GONE(slot)] >= at[slot]
#endif

/* What a reader waits for: the end of the stream, or all that there can be. */
#ifdef ENDS
#define MORE	(!told)
#else
#define MORE	(last < FRAMES)
#endif

inline give_back(slot)
{
	EXPORT(slot);
#if defined(MAY_BE_TORN)
	CHECK_IT(same = data[slot] == frame[slot]);
	/* Never torn unnoticed, and not at all where it is protected. */
	atomic {
		assert(same || torn);
		assert(!torn || MAY_LOSE);
		same = 0;
		torn = 0;
		at[slot] = 0
	};
	release(slot);
#elif defined(NO_C)
	release(slot);
	assert(data[slot] == frame[slot]);
#else
	assert(data[slot] == frame[slot]);
	release(slot);
#endif
	frame[slot] = 0
}

/* framering_ring_count(), and what it must come to. */
inline count()
{
	atomic {
		assert(frame[slot] && frame[slot] == number[t]);
		if
		:: !first -> first = frame[slot]
		:: else
		fi;
#ifdef NO_FRAME_NUMBERS
		counted = counted + (next -> t + 1 - next : 0) + 1;
		next = t + 2;
#else
		counted = counted + (next -> frame[slot] - next : 0) + 1;
		next = frame[slot] + 1;
#endif
		assert(counted == frame[slot] - first + 1);
		last = frame[slot];
		/* A lossless one that was there sees the first one, too. */
		assert(!IS_LOSSLESS || IS_LATE || first == 1)
	}
}

/* framering_role_wait() and fr_role_wait() */
inline sleep()
{
	inside[i] = 1;
	do
	:: QUEUE(READER(i));
#ifdef NO_FLAG_FIRST_CONSUMER
		h = m[HEAD];
		STORE(READER(i), CONSUMER_WAKE, 1);
		FENCE(READER(i));
#else
		STORE(READER(i), CONSUMER_WAKE, 1);
#ifndef NO_E_SLEEP
		FENCE(READER(i));
#endif
		h = m[HEAD];
#endif
#ifdef STALE
		stale = m[STATE];
#endif
		if
		:: h != t || stale -> break
#if defined(ENDS) && !defined(NO_LOOK_AT_END)
		:: m[END_COUNT] && m[ENDED_AT] <= t -> break
#endif
#ifndef NO_LOOK_AT_REVOKED
		:: gone[i] -> break
#endif
		:: else
		fi;
		if
		:: !queued[READER(i)]
		/* Nothing waits, and nothing comes: it may stay asleep. */
		:: MAY_SLEEP_ON && ended && m[HEAD] == t && !gone[i] -> goto out
		fi
	od;
	atomic {
		queued[READER(i)] = 0;
		inside[i] = 0;
		h = 0;
		stale = 0
	}
}

proctype reader(byte i)
{
	byte h, t, n, slot, held, next, first, counted, last;
	byte frame[SLOTS];
	bool stale, got;
#ifdef ENDS
	bool told;
#endif
#ifdef MAY_BE_TORN
	byte at[SLOTS];
	bool same, torn;
#endif

	if
	:: IS_LATE -> attach(i, t)
	:: else
	fi;
	{
skip;
again:
	/* Give one back, or take one more. */
	if
	:: frame[0] -> give_back(0); goto again
	:: frame[1] -> give_back(1); goto again
#if SLOTS > 2
	:: frame[2] -> give_back(2); goto again
#endif
	:: MORE && COUNT(held) < LIMIT
	:: !MORE && !held -> goto out
	fi;
	/* framering_ring_start() */
	h = m[HEAD];
#ifdef ENDS
	atomic {
		if
		:: h - t > SLOTS -> t = h - SLOTS
		:: else
		fi
	};
	/* framering_ring_tell_end(); it is not told yet. */
	if
	:: m[END_COUNT] ->
		n = m[ENDED_AT];
		if
		:: n <= t ->
			/*
			 * And all its frames are through. A live one may have
			 * missed the last: the producer looked at its slot.
			 */
			atomic {
				assert(!IS_LOSSLESS || last == total);
				told = 1;
				n = 0;
				goto again
			}
		:: n > t && n < h -> h = n
		:: else
		fi;
		n = 0
	:: else
	fi;
#endif
	if
	:: h == t ->
#ifdef STALE
		stale = m[STATE];
		if
		:: stale ->
#ifndef NO_LAST_LOOK
			h = m[HEAD];
#endif
			if
			:: h == t ->
				/* What was submitted in time was seen. */
				atomic {
					assert(last >= sure);
					goto out
				}
			:: else -> stale = 0
			fi
		:: else -> sleep(); goto again
		fi
#else
		sleep();
		goto again
#endif
	:: else
	fi;
	atomic {
		if
		:: h - t > SLOTS ->
			assert(!IS_LOSSLESS);
			t = h - SLOTS
		:: else
		fi;
#ifdef LATEST
		t = h - 1;
#endif
		n = 0
	};
#ifdef NO_A
	STORE(READER(i), TAIL(i), h);
#endif
	do
	:: n < SLOTS && t != h ->
		slot = t % SLOTS;
#ifndef NO_OWN_HELD
		if
		:: held & 1 << slot -> goto hole
		:: else
		fi;
#endif
		atomic {
			held = held | 1 << slot;
			STORE(READER(i), HELD(i), held)
		};
#ifndef NO_B_CONSUMER
		FENCE(READER(i));
#endif
#ifdef NO_LOOK_AT_SEQ
		got = 1;
#else
		got = m[SEQ(slot)] == t + 1;
#endif
#ifdef MAY_BE_TORN
		if
		:: got ->
			at[slot] = t + 1;
			CHECK_IT(frame[slot] = data[slot]);
#ifdef NO_CHECK_AT_CLAIM
			torn = 0;
#endif
			atomic {
				assert(!torn || MAY_LOSE);
				got = !torn;
				if
				:: torn -> frame[slot] = 0; at[slot] = 0
				:: else
				fi;
				torn = 0
			}
		:: else
		fi;
#endif
		if
		:: got ->
#ifdef MAY_BE_TORN
			count();
#else
			atomic { frame[slot] = data[slot]; count() };
#endif
			atomic { got = 0; t++; break }
		:: else
		fi;
#ifndef NO_TAKING_BACK
		release(slot);
#endif
hole:
		/* What a lossless one passes over never was a frame. */
		atomic {
			assert(!IS_LOSSLESS || !number[t]);
			t++;
			n++
		}
	:: else -> break
	od;
	STORE(READER(i), TAIL(i), t);
	if
	:: !n -> goto again
	:: else
	fi;
#ifndef NO_F_PASS
	FENCE(READER(i));
#endif
#ifndef NO_KICK_PASS
	if
	:: m[PRODUCER_WAKE] -> wake_producer()
	:: else
	fi;
#endif
	goto again;
out:
	skip
	}
#ifdef COMES_AND_GOES
	unless {
		/* In the kernel it touches nothing of its own, until it comes out. */
		gone[i] == DEAD || gone[i] == ZAPPED && !inside[i]
	};
	if
	:: gone[i] == DEAD ->
		/* The last reference to its file goes: fr_role_detach(). */
		FENCE(READER(i));
		queued[READER(i)] = 0;
#ifndef NO_FORGET
		forget(i);
#endif
#ifndef NO_WAKE_AT_DEATH
		wake_producer();
		wake_consumers()
#endif
	:: else
	fi
#endif
}
