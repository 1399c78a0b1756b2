/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * framering: the interface between the driver and user space.
 *
 * A ring file (/dev/framering, /dev/framering1, ...) is configured and
 * attached to; ATTACH returns a role file, which is mapped, polled, waited on
 * and kicked. docs/abi.md tells how the parts fit together.
 *
 * All numbers have a fixed width and the machine's byte order. Padding and
 * reserved members must be zero. Times are CLOCK_MONOTONIC, in nanoseconds; in
 * requests and their answers as the caller's time namespace has it.
 */
#ifndef _UAPI_FRAMERING_H
#define _UAPI_FRAMERING_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* "FRMR" in memory on a little-endian machine. */
#define FRAMERING_MAGIC		0x524d5246U
/* Changes only when an old program could no longer work. */
#define FRAMERING_ABI_VERSION	1U

#define FRAMERING_MIN_SLOTS	2U
#define FRAMERING_MAX_SLOTS	32U
#define FRAMERING_MAX_CONSUMERS	32U
#define FRAMERING_MAX_PLANES	4U
/* The largest width or height, in pixels. */
#define FRAMERING_MAX_SIDE	32768U
/* The largest slot, in bytes. */
#define FRAMERING_MAX_SLOT_BYTES 0x40000000U
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
#define FRAMERING_OFFSET_FRAMES		0x100000000ULL
/* The distance between two slots. */
#define FRAMERING_FRAMES_STEP		0x40000000ULL
#define FRAMERING_OFFSET_SLOT(slot)	\
	(FRAMERING_OFFSET_FRAMES + (__u64)(slot) * FRAMERING_FRAMES_STEP)

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
 */
enum framering_memory {
	FRAMERING_MEMORY_DEFAULT = 0,
	FRAMERING_MEMORY_PAGES = 1,
	FRAMERING_MEMORY_VMALLOC = 2,
	FRAMERING_MEMORY_COHERENT = 3,
	FRAMERING_MEMORY_BAR = 4,
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
 * enum framering_role - what a role file stands for
 * @FRAMERING_ROLE_PRODUCER: fills slots; one per generation
 * @FRAMERING_ROLE_CONSUMER: reads slots; up to FRAMERING_MAX_CONSUMERS
 */
enum framering_role {
	FRAMERING_ROLE_PRODUCER = 1,
	FRAMERING_ROLE_CONSUMER = 2,
};

/**
 * struct framering_geometry - where the pixels of a frame lie in a slot
 * @fourcc: pixel format, a DRM_FORMAT_ code
 * @width: visible width in pixels
 * @height: visible height in pixels
 * @planes: planes in use; members of unused planes are zero
 * @stride: bytes from one line to the next, by plane
 * @offset: bytes from the slot's start to the plane's first line
 * @frame_bytes: bytes from the slot's start to the frame's end
 * @slot_bytes: @frame_bytes rounded up to whole pages: what may be mapped
 */
struct framering_geometry {
	__u32 fourcc;
	__u32 width;
	__u32 height;
	__u32 planes;
	__u32 stride[FRAMERING_MAX_PLANES];
	__u32 offset[FRAMERING_MAX_PLANES];
	__u32 frame_bytes;
	__u32 slot_bytes;
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
#define FRAMERING_REGIONS		8

/* framering_status.state */
/* The ring was configured anew: drain this generation, then attach anew. */
#define FRAMERING_STATE_STALE		(1U << 0)
/* A producer is attached. */
#define FRAMERING_STATE_PRODUCER	(1U << 1)
/* Of a role with dummy pages: it was revoked, this STATUS is one of them. */
#define FRAMERING_STATE_REVOKED		(1U << 2)
/* With REVOKED: because the ring is gone; else one can attach anew. */
#define FRAMERING_STATE_GONE		(1U << 3)

/**
 * struct framering_status - the STATUS page: kernel writes, everyone reads
 * @magic: FRAMERING_MAGIC
 * @version: FRAMERING_ABI_VERSION
 * @size: bytes of this structure that the driver fills
 * @ring: number of the ring (0 for /dev/framering)
 * @generation: number of this allocation, never used twice while loaded
 * @features: FRAMERING_FEATURE_ bits
 * @memory: enum framering_memory in use
 * @cache_asked: enum framering_cache asked for, after defaults
 * @cache_effective: enum framering_cache that the page tables hold
 * @slots: a power of two
 * @max_held: slots that a live consumer may hold; a live consumer that claims
 *	more protects none. What the consumers of a @group hold is counted
 *	together
 * @stall_ms: what a reader may cost a waiting producer, in milliseconds
 * @flags: FRAMERING_CONFIG_ bits
 * @reserved0: zero
 * @geometry: where the pixels lie
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
	__u32 reserved0;
	struct framering_geometry geometry;
	struct framering_region region[FRAMERING_REGIONS];
	__u32 reserved1[34];

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
 * @reserved: zero
 */
struct framering_producer_page {
	__u32 head;
	__u32 ends;
	__aligned_u64 frames;
	__aligned_u64 holes;
	__aligned_u64 full;
	__u32 end;
	__u32 reserved[7];
};

/**
 * struct framering_desc - what is in a slot; PRODUCER region, one per slot
 * @seq: sequence of the frame, or a value that no frame in this slot can have
 *	while the slot may be overwritten (see framering_seq_none())
 * @flags: zero
 * @frame: number of the frame, without holes: a gap is a drop
 * @time_ns: when the frame was captured, or submitted if that is not known, by
 *	the producer's clock: of its time namespace, or, of frames that the
 *	driver makes, the host's
 * @bytes: bytes of the frame, from the slot's start
 * @gone: frames of this slot up to this sequence are overwritten, or about to
 *	be: so a consumer that has read one sees whether it was one frame
 * @user: the producer's own data
 * @reserved1: zero
 */
struct framering_desc {
	__u32 seq;
	__u32 flags;
	__aligned_u64 frame;
	__aligned_u64 time_ns;
	__u32 bytes;
	__u32 gone;
	__aligned_u64 user[8];
	__u32 reserved1[8];
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
 */
struct framering_consumer_page {
	__u32 tail;
	__u32 held;
	__u32 ends;
	__u32 reserved0[13];
	__aligned_u64 delivered;
	__aligned_u64 dropped;
	__u32 reserved1[12];
};

/**
 * struct framering_query - FRAMERING_IOC_QUERY, on a ring file
 * @size: in: sizeof(struct framering_query)
 * @flags: in: zero
 * @version: out: FRAMERING_ABI_VERSION of the driver
 * @ring: out: number of the ring
 * @features: out: FRAMERING_FEATURE_ bits
 * @caches: out: by enum framering_memory: bit i: it can be configured here with
 *	enum framering_cache i; 0: it cannot be configured at all. The entry of
 *	FRAMERING_MEMORY_DEFAULT is that of the kind which it stands for
 * @generation: out: number of the present generation, 0 before CONFIGURE
 * @max_bytes: out: limit of the frame memory of one configuration
 * @memory: out: as in struct framering_status
 * @cache_asked: out: as in struct framering_status
 * @cache_effective: out: as in struct framering_status
 * @slots: out: as in struct framering_status
 * @max_held: out: as in struct framering_status
 * @stall_ms: out: as in struct framering_status
 * @state: out: FRAMERING_STATE_ bits
 * @consumers: out: consumers attached, a number
 * @geometry: out: as in struct framering_status
 * @config_flags: out: FRAMERING_CONFIG_ bits
 * @reserved: zero
 */
struct framering_query {
	__u32 size;
	__u32 flags;
	__u32 version;
	__u32 ring;
	__aligned_u64 features;
	__u32 caches[FRAMERING_MEMORIES];
	__aligned_u64 generation;
	__aligned_u64 max_bytes;
	__u32 memory;
	__u32 cache_asked;
	__u32 cache_effective;
	__u32 slots;
	__u32 max_held;
	__u32 stall_ms;
	__u32 state;
	__u32 consumers;
	struct framering_geometry geometry;
	__u32 config_flags;
	__u32 reserved;
};

/* framering_config.flags: read-only files may have lossless consumers, too. */
#define FRAMERING_CONFIG_LOSSLESS_FOR_ALL	(1U << 0)

/**
 * struct framering_config - FRAMERING_IOC_CONFIGURE, on a ring file
 * @size: in: sizeof(struct framering_config)
 * @flags: in: FRAMERING_CONFIG_ bits
 * @fourcc: in: pixel format, a DRM_FORMAT_ code
 * @width: in: 1 to FRAMERING_MAX_SIDE pixels
 * @height: in: 1 to FRAMERING_MAX_SIDE pixels
 * @slots: in: a power of two from 2 to 32; 0 for the default. out: in use
 * @stride_align: in: every stride and plane offset is a multiple of this
 *	power of two, at most 4096; 0 for packed, as pipes carry frames
 * @memory: in: enum framering_memory. out: in use
 * @cache: in: enum framering_cache. out: asked for, after defaults
 * @max_held: in: slots that a live consumer may hold, at most @slots - 1;
 *	0 for the default. out: in use
 * @stall_ms: in: milliseconds; 0 for the default. out: in use
 * @cache_effective: out: enum framering_cache that the page tables hold
 * @generation: out: number of the new generation
 * @geometry: out: where the pixels lie
 *
 * Makes a new generation; the one before it is marked stale and goes when its
 * last role goes. The ring's owner may do this: the present producer, or any
 * file open for writing while there is none.
 */
struct framering_config {
	__u32 size;
	__u32 flags;
	__u32 fourcc;
	__u32 width;
	__u32 height;
	__u32 slots;
	__u32 stride_align;
	__u32 memory;
	__u32 cache;
	__u32 max_held;
	__u32 stall_ms;
	__u32 cache_effective;
	__aligned_u64 generation;
	struct framering_geometry geometry;
};

/* framering_attach.flags: the producer waits for this consumer. */
#define FRAMERING_ATTACH_LOSSLESS	(1U << 0)
/* Revoked, the mappings show dummy pages, see docs/abi.md, not SIGBUS. */
#define FRAMERING_ATTACH_DUMMY		(1U << 1)

/**
 * struct framering_attach - FRAMERING_IOC_ATTACH, on a ring file
 * @size: in: sizeof(struct framering_attach)
 * @flags: in: FRAMERING_ATTACH_ bits
 * @role: in: enum framering_role
 * @fd: out: the role file, close-on-exec
 * @index: out: number of the consumer, 0 for a producer
 * @reserved: zero
 * @generation: out: number of the generation that the role belongs to
 * @frame: out: for a consumer, the number of the frame that comes next: what is
 *	missing from there on was dropped
 * @id: out: number of the role, never used twice while the driver is loaded
 * @unprotected_ns: out: not zero: until then a live consumer of this user
 *	protects nothing, and there can be no lossless one
 *
 * A producer, and a lossless consumer, need a ring file open for writing; a
 * live consumer needs one open for reading, and so does a lossless one where
 * FRAMERING_CONFIG_LOSSLESS_FOR_ALL is set.
 */
struct framering_attach {
	__u32 size;
	__u32 flags;
	__u32 role;
	__s32 fd;
	__u32 index;
	__u32 reserved;
	__aligned_u64 generation;
	__aligned_u64 frame;
	__aligned_u64 id;
	__aligned_u64 unprotected_ns;
};

/**
 * struct framering_pattern - FRAMERING_IOC_PATTERN, on a ring file
 * @size: in: sizeof(struct framering_pattern)
 * @flags: in: zero
 * @rate: in: frames per 1000 seconds, 1000 to 240000; 0 stops
 * @reserved: zero
 * @frames: in: end the stream after so many frames; 0 for no end
 *
 * The driver's own producer: colour bars, a moving mark and a frame counter.
 * It stops by itself when the ring is configured anew.
 */
struct framering_pattern {
	__u32 size;
	__u32 flags;
	__u32 rate;
	__u32 reserved;
	__aligned_u64 frames;
};

/**
 * struct framering_wish - FRAMERING_IOC_WISH, on a consumer's role file
 * @size: in: sizeof(struct framering_wish)
 * @flags: in: zero
 * @fourcc: in: pixel format, a DRM_FORMAT_ code
 * @width: in: pixels, at most FRAMERING_MAX_SIDE
 * @height: in: pixels, at most FRAMERING_MAX_SIDE
 * @rate: in: frames per 1000 seconds
 *
 * What the consumer would like to get; 0 where it does not mind. The producer
 * finds it by FRAMERING_IOC_DEMAND and does as it likes.
 */
struct framering_wish {
	__u32 size;
	__u32 flags;
	__u32 fourcc;
	__u32 width;
	__u32 height;
	__u32 rate;
};

/**
 * struct framering_demand - FRAMERING_IOC_DEMAND, on a ring file
 * @size: in: sizeof(struct framering_demand)
 * @flags: in: zero
 * @serial: in: as an earlier call gave it: sleep while it is still the same;
 *	0 does not sleep. out: what it is now, never 0
 * @deadline_ns: in: when to give up with ETIMEDOUT; 0 does not sleep; negative
 *	waits for ever
 * @generation: out: number of the present generation, 0 before CONFIGURE
 * @consumers: out: bit i: consumer i is attached
 * @lossless: out: bit i: the producer waits for consumer i
 * @wishes: out: bit i: consumer i has a wish
 * @reserved: zero
 * @wish: out: that of the consumer that wished last; zero if there is none
 *
 * The consumers. The serial changes when a role is attached or detached,
 * when a consumer wishes, and when the ring is configured; poll(2) on the ring
 * file says POLLPRI while it is not what this file's last call gave.
 */
struct framering_demand {
	__u32 size;
	__u32 flags;
	__aligned_u64 serial;
	__s64 deadline_ns __attribute__((aligned(8)));
	__aligned_u64 generation;
	__u32 consumers;
	__u32 lossless;
	__u32 wishes;
	__u32 reserved;
	struct framering_wish wish;
};

/* Bytes of a name in struct framering_consumer_info, with the final zero. */
#define FRAMERING_NAME_BYTES	16U

/**
 * struct framering_consumer_info - FRAMERING_IOC_CONSUMER, on a ring file
 * @size: in: sizeof(struct framering_consumer_info)
 * @flags: in: zero. out: FRAMERING_ATTACH_ bits
 * @index: in: number of the consumer, in the present generation
 * @pid: out: the process that attached it, as the caller sees it; 0 if it does
 *	not
 * @id: out: as ATTACH gave it
 * @attached_ns: out: when it was attached, by the caller's clock
 * @uid: out: the user that opened the file that it was attached through
 * @tail: out: sequence of its next frame
 * @lag: out: sequences that it is behind the head
 * @held: out: bit i: it reads slot i
 * @delivered: out: frames acquired
 * @dropped: out: frames that it missed
 * @name: out: the process's name, with a final zero
 * @wish: out: what it would like
 * @unprotected_ns: out: as ATTACH would give it now
 *
 * For the ring's owner, as CONFIGURE defines it, and for CAP_SYS_ADMIN. @tail
 * to @dropped are what the consumer itself wrote.
 */
struct framering_consumer_info {
	__u32 size;
	__u32 flags;
	__u32 index;
	__s32 pid;
	__aligned_u64 id;
	__aligned_u64 attached_ns;
	__u32 uid;
	__u32 tail;
	__u32 lag;
	__u32 held;
	__aligned_u64 delivered;
	__aligned_u64 dropped;
	char name[FRAMERING_NAME_BYTES];
	struct framering_wish wish;
	__aligned_u64 unprotected_ns;
};

/**
 * struct framering_evict - FRAMERING_IOC_EVICT, on a ring file
 * @size: in: sizeof(struct framering_evict)
 * @flags: in: zero
 * @index: in: number of the consumer, in the present generation
 * @reserved: zero
 * @id: in: as FRAMERING_IOC_CONSUMER told, so that no other consumer is hit
 *	that has its index meanwhile; 0: the one that is there now
 *
 * Takes everything away from a consumer: its mappings give SIGBUS, its file
 * says FRAMERING_EVENT_HUP with FRAMERING_EVENT_PRI: it may attach anew. For
 * the ring's owner, as CONFIGURE defines it, and for CAP_SYS_ADMIN.
 */
struct framering_evict {
	__u32 size;
	__u32 flags;
	__u32 index;
	__u32 reserved;
	__aligned_u64 id;
};

/* Events of a role; the values are poll(2)'s. */
/* Consumer: a frame waits. */
#define FRAMERING_EVENT_IN	0x001U
/* The generation is stale: attach anew when drained; with HUP, at once. */
#define FRAMERING_EVENT_PRI	0x002U
/* Producer: a slot can be reserved. */
#define FRAMERING_EVENT_OUT	0x004U
/* The other side broke the protocol. */
#define FRAMERING_EVENT_ERR	0x008U
/* Everything was taken away: with PRI, evicted; alone, the device is gone. */
#define FRAMERING_EVENT_HUP	0x010U

/**
 * struct framering_wait - FRAMERING_IOC_WAIT, on a role file
 * @size: in: sizeof(struct framering_wait)
 * @flags: in: zero
 * @deadline_ns: in: when to give up with ETIMEDOUT; 0 looks and does not
 *	sleep; negative waits for ever
 * @events: in: FRAMERING_EVENT_ bits to wait for; PRI, ERR and HUP always end
 *	a wait
 * @revents: out: FRAMERING_EVENT_ bits that hold
 */
struct framering_wait {
	__u32 size;
	__u32 flags;
	__s64 deadline_ns __attribute__((aligned(8)));
	__u32 events;
	__u32 revents;
};

/**
 * struct framering_role_info - FRAMERING_IOC_ROLE, on a role file
 * @size: in: sizeof(struct framering_role_info)
 * @flags: in: zero. out: FRAMERING_ATTACH_ bits of the role
 * @role: out: enum framering_role
 * @index: out: number of the consumer, 0 for a producer
 * @generation: out: number of the generation that the role belongs to
 * @id: out: as ATTACH gave it
 * @unprotected_ns: out: as ATTACH would give it now
 *
 * Tells a process what a role file is that was passed to it.
 */
struct framering_role_info {
	__u32 size;
	__u32 flags;
	__u32 role;
	__u32 index;
	__aligned_u64 generation;
	__aligned_u64 id;
	__aligned_u64 unprotected_ns;
};

/**
 * struct framering_admin - on /dev/framering-control
 * @size: in: sizeof(struct framering_admin)
 * @flags: in: zero
 * @ring: FRAMERING_IOC_ADD: out: number of the new ring. FRAMERING_IOC_REMOVE:
 *	in: number of the ring to remove; out: the same
 * @reserved: zero
 *
 * Removing a ring takes everything away from its roles: their mappings give
 * SIGBUS and their files POLLHUP. A ring of a PCI device is removed by
 * unbinding the device.
 */
struct framering_admin {
	__u32 size;
	__u32 flags;
	__u32 ring;
	__u32 reserved;
};

/*
 * The driver goes by the number alone; the structure's own size member says
 * how much of it there is.
 */
#define FRAMERING_IOC_MAGIC	0xf7
#define FRAMERING_IOC_QUERY	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x00, struct framering_query)
#define FRAMERING_IOC_CONFIGURE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x01, struct framering_config)
#define FRAMERING_IOC_ATTACH	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x02, struct framering_attach)
#define FRAMERING_IOC_PATTERN	\
	_IOW(FRAMERING_IOC_MAGIC, 0x03, struct framering_pattern)
#define FRAMERING_IOC_DEMAND	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x04, struct framering_demand)
#define FRAMERING_IOC_CONSUMER	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x05, struct framering_consumer_info)
#define FRAMERING_IOC_EVICT	\
	_IOW(FRAMERING_IOC_MAGIC, 0x06, struct framering_evict)
#define FRAMERING_IOC_WAIT	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x40, struct framering_wait)
/* Wakes the other side: after submitting, or after making room. */
#define FRAMERING_IOC_KICK	_IO(FRAMERING_IOC_MAGIC, 0x41)
#define FRAMERING_IOC_ROLE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x42, struct framering_role_info)
#define FRAMERING_IOC_WISH	\
	_IOW(FRAMERING_IOC_MAGIC, 0x43, struct framering_wish)
#define FRAMERING_IOC_ADD	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x80, struct framering_admin)
#define FRAMERING_IOC_REMOVE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x81, struct framering_admin)

#include "framering_assert.h"

#endif /* _UAPI_FRAMERING_H */
