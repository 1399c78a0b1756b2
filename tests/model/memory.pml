// SPDX-License-Identifier: MIT
/*
 * Memory that several processes see. A store goes into its process's own buffer
 * and from there to all, in order but at any later time; a fence waits
 * until the buffer is empty. That is enough to need the full fences; what
 * weaker orders do is for the litmus tests.
 *
 * Sequences and frame numbers are kept plus one, so that 0 is none.
 */
#ifndef READERS
#define READERS		1
#endif
#ifndef MAX_HELD
#define MAX_HELD	1
#endif

#define SEQS		(SLOTS * (FRAMES + 1))
#define ALL_SLOTS	((1 << SLOTS) - 1)
#define ALL_READERS	((1 << READERS) - 1)
#define NONE		0

/* The words of the control pages. */
#define HEAD		0
#define CONSUMER_WAKE	1
#define PRODUCER_WAKE	2
#define CONSUMERS	3
#define LOSSLESS	4
#define STATE		5
#define KERNEL_HELD	6
#define SEQ(slot)	(7 + (slot))
#define TAIL(i)		(7 + SLOTS + (i))
#define HELD(i)		(7 + SLOTS + READERS + (i))
#define GONE(slot)	(7 + SLOTS + 2 * READERS + (slot))
#ifdef MAY_BE_TORN
#define ENDED_AT	(7 + 2 * SLOTS + 2 * READERS)
#else
#define ENDED_AT	(7 + SLOTS + 2 * READERS)
#endif
#define END_COUNT	(ENDED_AT + 1)
#ifdef ENDS
#define WORDS		(ENDED_AT + 2)
#else
#define WORDS		ENDED_AT
#endif

/* The processes that have a buffer and a place on a wait queue. */
#define PRODUCER	0
#define READER(i)	(1 + (i))

byte m[WORDS];
chan buffer[1 + READERS] = [2] of { byte, byte };

#define STORE(who, word, value)	buffer[who]!word, value
#define FENCE(who)		empty(buffer[who])

/*
 * What the slots hold: the frame's number; none while it is half written. Not
 * delayed: B and D order it, and a process that owns a slot is alone there.
 */
byte data[SLOTS];

/* What was submitted under each sequence. For the checks only. */
byte number[SEQS];
/* A process set the wake flag since it was last cleared. For the checks only. */
bool asked[2];

#define ASKED(word)	asked[word - CONSUMER_WAKE]

#define DRAIN(who)	d_step {				\
		buffer[who]?a, v;				\
		m[a] = v;					\
		if						\
		:: a == CONSUMER_WAKE || a == PRODUCER_WAKE ->	\
			ASKED(a) = 1				\
		:: else						\
		fi;						\
		a = 0;						\
		v = 0						\
	}

active proctype memory()
{
	byte a, v;

end:	do
	:: DRAIN(PRODUCER)
	:: DRAIN(READER(0))
#if READERS > 1
	:: DRAIN(READER(1))
#endif
	od
}
