/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What a role file shows when it is mapped: regions, their offsets, and the
 * structures in them. Part of framering.h.
 */
#ifndef _UAPI_FRAMERING_PAGES_H
#define _UAPI_FRAMERING_PAGES_H

#include <linux/types.h>

#include "framering_description.h"

/* "FRMR" in memory on a little-endian machine. */
#define FRAMERING_MAGIC		0x524d5246U
/*
 * Changes only when an old program could no longer work. A driver serves all
 * from its oldest to its own (QUERY, STATUS), a program likewise.
 */
#define FRAMERING_ABI_VERSION	1U

#define FRAMERING_MIN_SLOTS	2U
#define FRAMERING_MAX_SLOTS	32U
#define FRAMERING_MAX_CONSUMERS	32U
/* The largest slot, in bytes. */
#define FRAMERING_MAX_SLOT_BYTES 0x40000000U
/* The most data beside a frame, in bytes. */
#define FRAMERING_MAX_META_BYTES 0x1000000U
#define FRAMERING_CACHE_LINE	64U
#define FRAMERING_MAX_RINGS	64U

/*
 * Offsets for mmap() on a role file. They are the same for every ring, so
 * that a slot's offset is a multiplication; a mapping lies within one region,
 * and within one slot. 32-bit programs need _FILE_OFFSET_BITS=64.
 */
#define FRAMERING_OFFSET_STATUS		0x0ULL
#define FRAMERING_OFFSET_PRODUCER	0x10000000ULL
/* Consumer i's page is i system pages further. */
#define FRAMERING_OFFSET_CONSUMER	0x20000000ULL
#define FRAMERING_OFFSET_REGISTERS	0x30000000ULL
#define FRAMERING_OFFSET_META		0x40000000ULL
#define FRAMERING_OFFSET_FRAMES		0x100000000ULL
/* The distance between two slots. */
#define FRAMERING_FRAMES_STEP		0x40000000ULL
#define FRAMERING_OFFSET_SLOT(slot)	\
	(FRAMERING_OFFSET_FRAMES + (__u64)(slot) * FRAMERING_FRAMES_STEP)
/* The distance between the data beside two frames. */
#define FRAMERING_META_STEP		0x1000000ULL
#define FRAMERING_OFFSET_META_SLOT(slot)	\
	(FRAMERING_OFFSET_META + (__u64)(slot) * FRAMERING_META_STEP)

/* Where the descriptors begin in the PRODUCER region, in bytes. */
#define FRAMERING_DESC_OFFSET		4096U
/* Lengths of the control regions before rounding up to whole pages. */
#define FRAMERING_STATUS_BYTES		4096U
#define FRAMERING_PRODUCER_BYTES	8192U
#define FRAMERING_CONSUMER_BYTES	4096U

/**
 * enum framering_memory - how the frames' memory is made
 * @FRAMERING_MEMORY_DEFAULT: let the driver choose
 * @FRAMERING_MEMORY_PAGES: contiguous blocks of pages, the largest to be had
 * @FRAMERING_MEMORY_VMALLOC: single pages, which direct I/O may use
 * @FRAMERING_MEMORY_COHERENT: what the ring's device can reach by DMA, one
 *	allocation for each slot
 * @FRAMERING_MEMORY_BAR: memory on the ring's PCI device
 * @FRAMERING_MEMORY_IMPORT: dma-bufs that whoever configures the ring brings
 */
enum framering_memory {
	FRAMERING_MEMORY_DEFAULT = 0,
	FRAMERING_MEMORY_PAGES = 1,
	FRAMERING_MEMORY_VMALLOC = 2,
	FRAMERING_MEMORY_COHERENT = 3,
	FRAMERING_MEMORY_BAR = 4,
	FRAMERING_MEMORY_IMPORT = 5,
};

/* Room for so many kinds in tables. */
#define FRAMERING_MEMORIES	8U

/**
 * enum framering_cache - how the processor caches the frames
 * @FRAMERING_CACHE_DEFAULT: the memory kind's default
 * @FRAMERING_CACHE_WC: write-combined: stores are gathered and bypass the
 *	cache; plain loads are very slow on real hardware
 * @FRAMERING_CACHE_WB: cached (write-back), as ordinary memory
 * @FRAMERING_CACHE_UC: uncached
 */
enum framering_cache {
	FRAMERING_CACHE_DEFAULT = 0,
	FRAMERING_CACHE_WC = 1,
	FRAMERING_CACHE_WB = 2,
	FRAMERING_CACHE_UC = 3,
};

/**
 * struct framering_region - one line of the table of regions in STATUS
 * @offset: mmap() offset of the region's first part
 * @length: bytes that may be mapped of one part
 * @step: bytes from one part's offset to the next's
 * @count: parts; 0 where the region does not exist
 * @reserved: zero
 */
struct framering_region {
	__aligned_u64 offset;
	__aligned_u64 length;
	__aligned_u64 step;
	__u32 count;
	__u32 reserved;
};

/* Indices into the table of regions. */
#define FRAMERING_REGION_STATUS		0
#define FRAMERING_REGION_PRODUCER	1
#define FRAMERING_REGION_CONSUMER	2
#define FRAMERING_REGION_FRAMES		3
#define FRAMERING_REGION_REGISTERS	4
#define FRAMERING_REGION_META		5
#define FRAMERING_REGIONS		8

/*
 * framering_status.features: what this generation has. Of the lower half a
 * program may ignore what it does not know; a ring with a bit of the upper half
 * that it does not know it must not use.
 */
/* There is a META region. */
#define FRAMERING_FEATURE_META		(1ULL << 0)
/* The layout is the producer's own. */
#define FRAMERING_FEATURE_LAYOUT	(1ULL << 1)
/* Slots can be exported. */
#define FRAMERING_FEATURE_EXPORT	(1ULL << 2)

/* framering_status.state */
/* The ring was configured anew: drain this generation, then attach anew. */
#define FRAMERING_STATE_STALE		(1U << 0)
/* A producer is attached. */
#define FRAMERING_STATE_PRODUCER	(1U << 1)
/* Of a role with dummy pages: it was revoked, this STATUS is one of them. */
#define FRAMERING_STATE_REVOKED		(1U << 2)
/* With REVOKED: because the ring is gone; else one can attach anew. */
#define FRAMERING_STATE_GONE		(1U << 3)
/* Somebody wants to know how long frames take: consumers count it. */
#define FRAMERING_STATE_TIMES		(1U << 4)

/**
 * struct framering_status - the STATUS page: kernel writes, everyone reads
 * @magic: FRAMERING_MAGIC
 * @version: FRAMERING_ABI_VERSION of the driver
 * @size: bytes of this structure that the driver fills
 * @ring: number of the ring (0 for /dev/framering)
 * @generation: number of this allocation, never used twice while loaded
 * @features: FRAMERING_FEATURE_ bits of what is in use
 * @memory: enum framering_memory in use
 * @cache_asked: enum framering_cache asked for, after defaults
 * @cache_effective: enum framering_cache that the page tables hold
 * @slots: a power of two
 * @max_held: slots that a live consumer may hold; a live consumer that claims
 *	more protects none. What the consumers of a @group hold is counted
 *	together
 * @stall_ms: what a reader may cost a waiting producer, in milliseconds
 * @flags: FRAMERING_CONFIG_ bits
 * @version_oldest: the oldest FRAMERING_ABI_VERSION that it still serves
 * @geometry: where the pixels lie
 * @picture: what they mean
 * @region: what may be mapped where, indexed by FRAMERING_REGION_
 * @reserved1: zero
 * @consumers: bit i: consumer i is attached
 * @lossless: bit i: the producer waits for consumer i
 * @kernel_held: bit i: the kernel keeps slot i (exported, or being read)
 * @state: FRAMERING_STATE_ bits
 * @unprotected: bit i: live consumer i protects nothing: its user was evicted
 *	for standing in the producer's way
 * @group: by consumer: those with the same number here may only read, and are
 *	of one user; 0: alone
 * @reserved2: zero
 * @consumer_wake: not zero: a consumer sleeps; kick after submitting
 * @reserved3: zero
 * @producer_wake: not zero: the producer sleeps; kick after making room
 * @reserved4: zero
 *
 * The last three groups start cache lines of their own: the bitmaps change
 * when roles come and go, the wake flags when a role goes to sleep.
 */
struct framering_status {
	__u32 magic;
	__u32 version;
	__u32 size;
	__u32 ring;
	__aligned_u64 generation;
	__aligned_u64 features;
	__u32 memory;
	__u32 cache_asked;
	__u32 cache_effective;
	__u32 slots;
	__u32 max_held;
	__u32 stall_ms;
	__u32 flags;
	__u32 version_oldest;
	struct framering_geometry geometry;
	struct framering_picture picture;
	struct framering_region region[FRAMERING_REGIONS];
	__u32 reserved1[112];

	__u32 consumers;
	__u32 lossless;
	__u32 kernel_held;
	__u32 state;
	__u32 unprotected;
	__u8 group[FRAMERING_MAX_CONSUMERS];
	__u32 reserved2[3];

	__u32 consumer_wake;
	__u32 reserved3[15];

	__u32 producer_wake;
	__u32 reserved4[15];
};

/**
 * struct framering_producer_page - first page of the PRODUCER region
 * @head: sequence of the next frame, free running
 * @ends: streams that have ended so far, free running
 * @frames: frames submitted so far: the next hole-free frame number. Only a
 *	producer reads it, when it attaches.
 * @holes: slots that were passed over because they were held
 * @full: times that no slot was free
 * @end: sequence of the first frame that is not of the stream that ended last
 * @cut: @ends when the driver last ended a stream, because its producer went
 *	without having done so; 0: it never did
 * @reserved: zero
 */
struct framering_producer_page {
	__u32 head;
	__u32 ends;
	__aligned_u64 frames;
	__aligned_u64 holes;
	__aligned_u64 full;
	__u32 end;
	__u32 cut;
	__u32 reserved[6];
};

/**
 * struct framering_desc - what is in a slot; PRODUCER region, one per slot
 * @seq: sequence of the frame, or a value that no frame in this slot can have
 *	while the slot may be overwritten (see framering_seq_none())
 * @flags: FRAMERING_FRAME_ bits
 * @frame: number of the frame, without holes: a gap is a drop
 * @time_ns: when it was captured, by the clock and at the moment that @info
 *	tells; of CLOCK_MONOTONIC that of the producer's time namespace, or, of
 *	frames that the driver makes, the host's
 * @bytes: bytes of the frame, from the slot's start
 * @gone: frames of this slot up to this sequence are overwritten, or about to
 *	be: so a consumer that has read one sees whether it was one frame
 * @info: what else the producer says
 * @reserved: zero
 */
struct framering_desc {
	__u32 seq;
	__u32 flags;
	__aligned_u64 frame;
	__aligned_u64 time_ns;
	__u32 bytes;
	__u32 gone;
	struct framering_info info;
	__u32 reserved[4];
};

/* Classes of durations in struct framering_times. */
#define FRAMERING_TIMES_CLASSES		32U
/* Class 0 has what is shorter. */
#define FRAMERING_TIMES_FIRST_NS	64ULL
/* Where class @class, from 1 on, begins, in nanoseconds; the last has no end */
#define FRAMERING_TIMES_FROM_NS(class)	\
	(FRAMERING_TIMES_FIRST_NS << ((class) - 1))

/**
 * struct framering_times - how long frames took, counted by class of duration
 * @acquire: from the time that the frame has to when it was acquired; not of
 *	frames whose time is of another clock than CLOCK_MONOTONIC, unknown, or
 *	to come
 * @release: from there to when it was released
 *
 * Each class is twice as long as the one before. The counters run freely: what
 * happens between two looks is their unsigned difference. The consumer counts
 * while FRAMERING_STATE_TIMES is set, if it can: libframering does, a driver's
 * own consumers (read(2), V4L2) do not.
 */
struct framering_times {
	__u32 acquire[FRAMERING_TIMES_CLASSES];
	__u32 release[FRAMERING_TIMES_CLASSES];
};

/**
 * struct framering_consumer_page - one page of the CONSUMER region
 * @tail: sequence of the next frame to acquire, free running
 * @held: bit i: this consumer reads slot i
 * @ends: the producer's @ends at attach, and then those told to this consumer
 * @reserved0: zero
 * @delivered: frames acquired
 * @dropped: frames that were submitted and never seen here
 * @reserved1: zero
 * @times: how long frames took, for whoever asks (FRAMERING_IOC_TIMES)
 */
struct framering_consumer_page {
	__u32 tail;
	__u32 held;
	__u32 ends;
	__u32 reserved0[13];
	__aligned_u64 delivered;
	__aligned_u64 dropped;
	__u32 reserved1[12];
	struct framering_times times;
};

#endif /* _UAPI_FRAMERING_PAGES_H */
