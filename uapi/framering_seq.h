/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* Sequences, the slots where they live, and slots as bits. */
#ifndef _UAPI_FRAMERING_SEQ_H
#define _UAPI_FRAMERING_SEQ_H

#ifdef __KERNEL__
#include <linux/bitops.h>
#define framering_popcount(v)	hweight32(v)
#else
#define framering_popcount(v)	((__u32)__builtin_popcount(v))
#endif

#include "framering.h"

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

#endif /* _UAPI_FRAMERING_SEQ_H */
