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

#include "framering_control.h"
#include "framering_description.h"
#include "framering_export.h"
#include "framering_pages.h"

/**
 * enum framering_role - what a role file stands for
 * @FRAMERING_ROLE_PRODUCER: fills slots; one per generation
 * @FRAMERING_ROLE_CONSUMER: reads slots; up to FRAMERING_MAX_CONSUMERS
 */
enum framering_role {
	FRAMERING_ROLE_PRODUCER = 1,
	FRAMERING_ROLE_CONSUMER = 2,
};

/* Bytes of a node's name below /dev, with the final zero. */
#define FRAMERING_NODE_NAME_BYTES	48U

/**
 * struct framering_query - FRAMERING_IOC_QUERY, on a ring file
 * @size: in: sizeof(struct framering_query)
 * @flags: in: zero
 * @version: out: FRAMERING_ABI_VERSION of the driver
 * @ring: out: number of the ring
 * @features: out: as in struct framering_status
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
 * @version_oldest: out: as in struct framering_status
 * @config_flags: out: FRAMERING_CONFIG_ bits
 * @geometry: out: as in struct framering_status
 * @picture: out: as in struct framering_status
 * @name: out: of the ring's node; a ring without one has a name as well
 * @max_consumers: out: so many may attach
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
	__u32 version_oldest;
	__u32 config_flags;
	struct framering_geometry geometry;
	struct framering_picture picture;
	char name[FRAMERING_NODE_NAME_BYTES];
	__u32 max_consumers;
	__u32 reserved;
};

/* framering_config.flags: read-only files may have lossless consumers, too. */
#define FRAMERING_CONFIG_LOSSLESS_FOR_ALL	(1U << 0)
/* The producer says where the bytes lie. */
#define FRAMERING_CONFIG_LAYOUT			(1U << 1)
/* Read-only files may export slots, for reading. */
#define FRAMERING_CONFIG_EXPORT_FOR_ALL		(1U << 2)

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
 * @geometry: in: with FRAMERING_CONFIG_LAYOUT the modifier, and @planes,
 *	@stride, @offset and @plane_bytes of a format of any code but 0, with
 *	@frame_bytes if that is more than the planes need. out: everything
 * @picture: in: what the pixels mean; zero for what is not known
 * @meta_bytes: in: room for data beside each frame, in bytes, at most
 *	FRAMERING_MAX_META_BYTES; 0 for none
 * @reserved: zero
 * @dmabufs: in: with FRAMERING_MEMORY_IMPORT the address of @slots descriptors,
 *	__s32 each, of as many dma-bufs; else 0
 *
 * Without FRAMERING_CONFIG_LAYOUT the driver lays the frame out, of a format
 * that it knows. PATTERN, read(2) and write(2) need such a format, too, without
 * a modifier.
 *
 * Makes a new generation; the one before it is marked stale and goes when its
 * last role goes. The ring's owner may do this: the present producer, or any
 * file open for writing while there is none.
 *
 * Slots of memory kind "import" lie in dma-bufs of another driver's, each at
 * least as large as a slot. The descriptors can be closed afterwards: the ring
 * keeps the dma-bufs as long as the generation has them. What is in them when
 * the ring is configured stays: it is the caller's to clear. Errors beside
 * those of all kinds: EBADF (no descriptor), EINVAL (no dma-buf; too small;
 * twice the same; a slot of a ring; @slots is 0), EACCES (not open for
 * reading and writing), EOPNOTSUPP (not of an exporter whose pages are known to
 * stay as they are; or this kernel has no dma-buf). A dma-buf counts for the
 * limits in full, however little of it a slot takes.
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
	struct framering_picture picture;
	__u32 meta_bytes;
	__u32 reserved;
	__aligned_u64 dmabufs;
};

/* framering_attach.flags: the producer waits for this consumer. */
#define FRAMERING_ATTACH_LOSSLESS	(1U << 0)
/* Revoked, the mappings show dummy pages, see docs/abi.md, not SIGBUS. */
#define FRAMERING_ATTACH_DUMMY		(1U << 1)
/*
 * A consumer's first frame is the newest that is there, if one is, however long
 * ago it was submitted; also if its stream has ended, which is not told then.
 */
#define FRAMERING_ATTACH_NEWEST		(1U << 2)
/* With NEWEST: but none of a stream that has ended. */
#define FRAMERING_ATTACH_UNENDED	(1U << 3)

/**
 * struct framering_attach - FRAMERING_IOC_ATTACH, on a ring file
 * @size: in: sizeof(struct framering_attach)
 * @flags: in: FRAMERING_ATTACH_ bits
 * @role: in: enum framering_role
 * @fd: out: the role file, close-on-exec
 * @index: out: number of the consumer, 0 for a producer
 * @reserved: zero
 * @generation: out: number of the generation that the role belongs to
 * @frame: out: for a consumer, the number of the next frame to be submitted:
 *	what is missing from there on was dropped
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
 * @times: out: how long frames took, as far as it was asked for
 *	(FRAMERING_IOC_TIMES)
 *
 * For the ring's owner, as CONFIGURE defines it, and for CAP_SYS_ADMIN. @tail
 * to @dropped, and @times, are what the consumer itself wrote.
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
	struct framering_times times;
};

/**
 * struct framering_ask_times - FRAMERING_IOC_TIMES, on a ring file
 * @size: in: sizeof(struct framering_ask_times)
 * @flags: in: zero
 * @ask: in: not zero: consumers shall count how long frames take, as long as
 *	this file is open and does not take it back by zero
 * @reserved: zero
 *
 * They count while any file asks. It costs a consumer two looks at the clock
 * for each frame, so it is not always done. FRAMERING_IOC_CONSUMER tells. For
 * the ring's owner, as CONFIGURE defines it, and for CAP_SYS_ADMIN.
 */
struct framering_ask_times {
	__u32 size;
	__u32 flags;
	__u32 ask;
	__u32 reserved;
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
#define FRAMERING_IOC_TIMES	\
	_IOW(FRAMERING_IOC_MAGIC, 0x07, struct framering_ask_times)
#define FRAMERING_IOC_WAIT	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x40, struct framering_wait)
/* Wakes the other side: after submitting, or after making room. */
#define FRAMERING_IOC_KICK	_IO(FRAMERING_IOC_MAGIC, 0x41)
#define FRAMERING_IOC_ROLE	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x42, struct framering_role_info)
#define FRAMERING_IOC_WISH	\
	_IOW(FRAMERING_IOC_MAGIC, 0x43, struct framering_wish)
#define FRAMERING_IOC_EXPORT	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x44, struct framering_export)
#define FRAMERING_IOC_ADD	\
	_IOWR(FRAMERING_IOC_MAGIC, 0x80, struct framering_add)
#define FRAMERING_IOC_REMOVE	\
	_IOW(FRAMERING_IOC_MAGIC, 0x81, struct framering_remove)

#include "framering_assert.h"

#endif /* _UAPI_FRAMERING_H */
