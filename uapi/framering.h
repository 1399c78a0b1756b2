/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * framering: the interface between the driver and user space.
 *
 * A ring file (/dev/framering, /dev/framering1, ...) is configured and
 * attached to; ATTACH returns a role file, which is mapped, polled, waited on
 * and kicked. docs/abi.md tells how the parts fit together.
 *
 * All numbers have a fixed width and the machine's byte order. Padding and
 * reserved members must be zero. Times are CLOCK_MONOTONIC, in nanoseconds.
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
 *	more protects none
 * @stall_ms: what a reader may cost a waiting producer, in milliseconds
 * @reserved0: zero
 * @geometry: where the pixels lie
 * @region: what may be mapped where, indexed by FRAMERING_REGION_
 * @reserved1: zero
 * @consumers: bit i: consumer i is attached
 * @lossless: bit i: the producer waits for consumer i
 * @kernel_held: bit i: the kernel keeps slot i (exported, or being read)
 * @state: FRAMERING_STATE_ bits
 * @reserved2: zero
 * @consumer_wake: not zero: a consumer sleeps; kick after submitting
 * @reserved3: zero
 * @producer_wake: not zero: the producer sleeps; kick after making room
 * @reserved4: zero
 *
 * The last three groups start cache lines of their own: the bitmaps change
 * when roles come and go, the wake flags when somebody goes to sleep.
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
	__u32 reserved0[2];
	struct framering_geometry geometry;
	struct framering_region region[FRAMERING_REGIONS];
	__u32 reserved1[34];

	__u32 consumers;
	__u32 lossless;
	__u32 kernel_held;
	__u32 state;
	__u32 reserved2[12];

	__u32 consumer_wake;
	__u32 reserved3[15];

	__u32 producer_wake;
	__u32 reserved4[15];
};

/**
 * struct framering_producer_page - first page of the PRODUCER region
 * @head: sequence of the next frame, free running
 * @reserved0: zero
 * @frames: frames submitted so far: the next hole-free frame number. Only a
 *	producer reads it, when it attaches.
 * @holes: slots that were passed over because somebody held them
 * @full: times that no slot was free
 * @reserved1: zero
 */
struct framering_producer_page {
	__u32 head;
	__u32 reserved0;
	__aligned_u64 frames;
	__aligned_u64 holes;
	__aligned_u64 full;
	__u32 reserved1[8];
};

/* framering_desc.flags: no frame follows in this stream. */
#define FRAMERING_FRAME_LAST	(1U << 0)

/**
 * struct framering_desc - what is in a slot; PRODUCER region, one per slot
 * @seq: sequence of the frame, or a value that no frame in this slot can have
 *	while the slot may be overwritten (see framering_seq_none())
 * @flags: FRAMERING_FRAME_ bits
 * @frame: number of the frame, without holes: a gap is a drop
 * @time_ns: when the frame was captured, or submitted if nobody knows
 * @bytes: bytes of the frame, from the slot's start; 0 with
 *	FRAMERING_FRAME_LAST for an end mark without a picture
 * @reserved0: zero
 * @user: the producer's own data
 * @reserved1: zero
 */
struct framering_desc {
	__u32 seq;
	__u32 flags;
	__aligned_u64 frame;
	__aligned_u64 time_ns;
	__u32 bytes;
	__u32 reserved0;
	__aligned_u64 user[8];
	__u32 reserved1[8];
};

/**
 * struct framering_consumer_page - one page of the CONSUMER region
 * @tail: sequence of the next frame to acquire, free running
 * @held: bit i: this consumer reads slot i
 * @reserved0: zero
 * @delivered: frames acquired
 * @dropped: frames that were submitted and never seen here
 * @reserved1: zero
 */
struct framering_consumer_page {
	__u32 tail;
	__u32 held;
	__u32 reserved0[14];
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
 * @max_bytes: out: limit of a ring's frame memory
 * @memory: out: as in struct framering_status
 * @cache_asked: out: as in struct framering_status
 * @cache_effective: out: as in struct framering_status
 * @slots: out: as in struct framering_status
 * @max_held: out: as in struct framering_status
 * @stall_ms: out: as in struct framering_status
 * @state: out: FRAMERING_STATE_ bits
 * @consumers: out: consumers attached, a number
 * @geometry: out: as in struct framering_status
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
};

/**
 * struct framering_config - FRAMERING_IOC_CONFIGURE, on a ring file
 * @size: in: sizeof(struct framering_config)
 * @flags: in: zero
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

/**
 * struct framering_attach - FRAMERING_IOC_ATTACH, on a ring file
 * @size: in: sizeof(struct framering_attach)
 * @flags: in: FRAMERING_ATTACH_ bits
 * @role: in: enum framering_role
 * @fd: out: the role file, close-on-exec
 * @index: out: number of the consumer, 0 for a producer
 * @reserved: zero
 * @generation: out: number of the generation that the role belongs to
 *
 * A producer, and a lossless consumer, need a ring file open for writing; a
 * live consumer needs one open for reading.
 */
struct framering_attach {
	__u32 size;
	__u32 flags;
	__u32 role;
	__s32 fd;
	__u32 index;
	__u32 reserved;
	__aligned_u64 generation;
};

/**
 * struct framering_pattern - FRAMERING_IOC_PATTERN, on a ring file
 * @size: in: sizeof(struct framering_pattern)
 * @flags: in: zero
 * @rate: in: frames per 1000 seconds, 1000 to 240000; 0 stops
 * @reserved: zero
 * @frames: in: stop after so many frames, with FRAMERING_FRAME_LAST on the
 *	last one; 0 for no end
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

/* Events of a role; the values are poll(2)'s. */
/* Consumer: a frame waits. */
#define FRAMERING_EVENT_IN	0x001U
/* The generation is stale: attach anew when drained. */
#define FRAMERING_EVENT_PRI	0x002U
/* Producer: a slot can be reserved. */
#define FRAMERING_EVENT_OUT	0x004U
/* The other side broke the protocol. */
#define FRAMERING_EVENT_ERR	0x008U
/* The role was evicted, or the device is gone. */
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
 *
 * Tells a process what a role file is that was passed to it.
 */
struct framering_role_info {
	__u32 size;
	__u32 flags;
	__u32 role;
	__u32 index;
	__aligned_u64 generation;
};

/**
 * struct framering_admin - on /dev/framering-control
 * @size: in: sizeof(struct framering_admin)
 * @flags: in: zero
 * @ring: FRAMERING_IOC_ADD: out: number of the new ring. FRAMERING_IOC_REMOVE:
 *	in: number of the ring to remove; out: the same
 * @reserved: zero
 *
 * Removing a ring takes everything away from those who use it: their mappings
 * give SIGBUS and their files POLLHUP. A ring of a PCI device is removed by
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
#define FRAMERING_IOC_WAIT	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x40, struct framering_wait)
/* Wakes the other side: after submitting, or after making room. */
#define FRAMERING_IOC_KICK	_IO(FRAMERING_IOC_MAGIC, 0x41)
#define FRAMERING_IOC_ROLE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x42, struct framering_role_info)
#define FRAMERING_IOC_ADD	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x80, struct framering_admin)
#define FRAMERING_IOC_REMOVE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x81, struct framering_admin)

#if defined(__cplusplus)
#define FRAMERING_ASSERT(cond)	static_assert(cond, #cond)
#else
#define FRAMERING_ASSERT(cond)	_Static_assert(cond, #cond)
#endif
#define FRAMERING_AT(type, member, at)	\
	FRAMERING_ASSERT(__builtin_offsetof(struct type, member) == (at))

FRAMERING_ASSERT(sizeof(struct framering_geometry) == 56);
FRAMERING_AT(framering_geometry, stride, 16);
FRAMERING_AT(framering_geometry, offset, 32);
FRAMERING_AT(framering_geometry, frame_bytes, 48);
FRAMERING_AT(framering_geometry, slot_bytes, 52);

FRAMERING_ASSERT(sizeof(struct framering_region) == 32);
FRAMERING_AT(framering_region, length, 8);
FRAMERING_AT(framering_region, step, 16);
FRAMERING_AT(framering_region, count, 24);

FRAMERING_ASSERT(sizeof(struct framering_status) == 704);
FRAMERING_AT(framering_status, version, 4);
FRAMERING_AT(framering_status, size, 8);
FRAMERING_AT(framering_status, ring, 12);
FRAMERING_AT(framering_status, generation, 16);
FRAMERING_AT(framering_status, features, 24);
FRAMERING_AT(framering_status, memory, 32);
FRAMERING_AT(framering_status, cache_asked, 36);
FRAMERING_AT(framering_status, cache_effective, 40);
FRAMERING_AT(framering_status, slots, 44);
FRAMERING_AT(framering_status, max_held, 48);
FRAMERING_AT(framering_status, stall_ms, 52);
FRAMERING_AT(framering_status, geometry, 64);
FRAMERING_AT(framering_status, region, 120);
FRAMERING_AT(framering_status, consumers, 512);
FRAMERING_AT(framering_status, lossless, 516);
FRAMERING_AT(framering_status, kernel_held, 520);
FRAMERING_AT(framering_status, state, 524);
FRAMERING_AT(framering_status, consumer_wake, 576);
FRAMERING_AT(framering_status, producer_wake, 640);

FRAMERING_ASSERT(sizeof(struct framering_producer_page) == 64);
FRAMERING_AT(framering_producer_page, head, 0);
FRAMERING_AT(framering_producer_page, frames, 8);
FRAMERING_AT(framering_producer_page, holes, 16);
FRAMERING_AT(framering_producer_page, full, 24);

FRAMERING_ASSERT(sizeof(struct framering_desc) == 128);
FRAMERING_AT(framering_desc, flags, 4);
FRAMERING_AT(framering_desc, frame, 8);
FRAMERING_AT(framering_desc, time_ns, 16);
FRAMERING_AT(framering_desc, bytes, 24);
FRAMERING_AT(framering_desc, user, 32);

FRAMERING_ASSERT(sizeof(struct framering_consumer_page) == 128);
FRAMERING_AT(framering_consumer_page, held, 4);
FRAMERING_AT(framering_consumer_page, delivered, 64);
FRAMERING_AT(framering_consumer_page, dropped, 72);

FRAMERING_ASSERT(sizeof(struct framering_query) == 160);
FRAMERING_AT(framering_query, features, 16);
FRAMERING_AT(framering_query, caches, 24);
FRAMERING_AT(framering_query, generation, 56);
FRAMERING_AT(framering_query, max_bytes, 64);
FRAMERING_AT(framering_query, memory, 72);
FRAMERING_AT(framering_query, consumers, 100);
FRAMERING_AT(framering_query, geometry, 104);

FRAMERING_ASSERT(sizeof(struct framering_config) == 112);
FRAMERING_AT(framering_config, slots, 20);
FRAMERING_AT(framering_config, cache_effective, 44);
FRAMERING_AT(framering_config, generation, 48);
FRAMERING_AT(framering_config, geometry, 56);

FRAMERING_ASSERT(sizeof(struct framering_attach) == 32);
FRAMERING_AT(framering_attach, fd, 12);
FRAMERING_AT(framering_attach, generation, 24);

FRAMERING_ASSERT(sizeof(struct framering_pattern) == 24);
FRAMERING_AT(framering_pattern, rate, 8);
FRAMERING_AT(framering_pattern, frames, 16);

FRAMERING_ASSERT(sizeof(struct framering_wait) == 24);
FRAMERING_AT(framering_wait, deadline_ns, 8);
FRAMERING_AT(framering_wait, revents, 20);

FRAMERING_ASSERT(sizeof(struct framering_role_info) == 24);
FRAMERING_AT(framering_role_info, generation, 16);

FRAMERING_ASSERT(sizeof(struct framering_admin) == 16);
FRAMERING_AT(framering_admin, ring, 8);

#endif /* _UAPI_FRAMERING_H */
