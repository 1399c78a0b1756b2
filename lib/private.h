/* SPDX-License-Identifier: MIT */
/* What the files of libframering share, and what is not public. */
#ifndef FRAMERING_PRIVATE_H
#define FRAMERING_PRIVATE_H

#include <errno.h>
#include <string.h>
#include <time.h>

/* Everything is hidden but what the public header declares. */
#pragma GCC visibility push(default)
#include "libframering.h"
#pragma GCC visibility pop

#include <framering_ring.h>

/* For a program of another release: its frames pass through one of ours. */
#define FRAMERING_OTHER_RELEASE	__attribute__((cold, noinline))

/*
 * Copy what both sides of the library's border have of a structure; the rest of
 * @to is zero.
 */
void framering_sized_copy(void *to, size_t to_size, const void *from,
			  size_t from_size);

/* 0, or -E2BIG: @from has more than the @known bytes, and not only zeros. */
int framering_sized_check(const void *from, size_t from_size, size_t known);

/* What the size member of a structure of @size bytes shall be. */
uint32_t framering_sized_min(size_t size, size_t known);

/**
 * struct framering - a ring file
 * @fd: the open file
 */
struct framering {
	int fd;
};

/*
 * @fd, or in its place one above those of standard input, output and error: a
 * program that was started without them would take the ring for its terminal.
 * Return: the descriptor, or a negative errno, and @fd is closed.
 */
int framering_high_fd(int fd);

/*
 * Not zero: a driver that serves the versions of the interface from @oldest to
 * @newest serves one that this library knows.
 */
int framering_versions_meet(uint32_t newest, uint32_t oldest);

/* CLOCK_MONOTONIC, in nanoseconds. */
static inline uint64_t framering_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/**
 * struct framering_stopwatch - how long a consumer's frames take
 * @acquired_ns: by slot: when the frame there was acquired; 0: nobody asked
 *	then. Belongs to whoever has the frame's lease
 */
struct framering_stopwatch {
	uint64_t acquired_ns[FRAMERING_MAX_SLOTS];
};

/*
 * @frame was acquired just now, and somebody wants to know how long frames
 * take: count it in @times.
 */
void framering_stopwatch_acquired(struct framering_stopwatch *watch,
				  struct framering_times *times,
				  const struct framering_frame *frame);

/* It is released; by any thread, other frames may be at the same time. */
void framering_stopwatch_released(struct framering_stopwatch *watch,
				  struct framering_times *times, uint32_t slot);

/**
 * struct framering_mapping - one mmap()
 * @address: where it is
 * @length: bytes
 */
struct framering_mapping {
	void *address;
	size_t length;
};

/* STATUS, PRODUCER, CONSUMER, and two for each slot. */
#define FRAMERING_ROLE_MAPPINGS	(3 + 2 * FRAMERING_MAX_SLOTS)

/**
 * struct framering_role_file - what producer and consumer have in common
 * @fd: the role file
 * @index: number of the consumer
 * @slots: copied from STATUS
 * @life: 1 until the role is revoked; a negative errno, which tells why, once
 *	a wait heard of that; 0 in a child by fork(), which has no mappings: a
 *	fork clears this page. Atomic, as one thread may release while another
 *	waits
 * @status: the STATUS page
 * @geometry: copied from STATUS
 * @slot: the mapped slots
 * @meta: what lies beside each, NULL if nothing does
 * @plane: by slot: as in struct framering_frame
 * @mapping: all that is mapped, in the order of mapping
 * @mappings: how many
 */
struct framering_role_file {
	int fd;
	uint32_t index;
	uint32_t slots;
	int *life;
	const struct framering_status *status;
	struct framering_geometry geometry;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
	uint8_t *meta[FRAMERING_MAX_SLOTS];
	uint8_t *plane[FRAMERING_MAX_SLOTS][FRAMERING_MAX_PLANES];
	struct framering_mapping mapping[FRAMERING_ROLE_MAPPINGS];
	unsigned int mappings;
};

/*
 * Attach to @ring as @kind and map STATUS; framering_role_finish() it. @frame
 * gets the number of the frame that comes next for a consumer.
 */
int framering_role_init(struct framering_role_file *role,
			struct framering *ring, uint32_t kind, uint32_t flags,
			uint64_t *frame);

/*
 * Where a new role's leases begin: far from those of roles before it, one of
 * which may have had its address.
 */
uint32_t framering_role_leases(void);

/* A dma-buf of @slot: the descriptor, or a negative errno. */
int framering_role_export(const struct framering_role_file *role,
			  uint32_t slot, uint32_t flags);

/* Unmap everything and end the role; in a child, close its descriptor only. */
void framering_role_finish(struct framering_role_file *role);

/* Map @length bytes at @offset; @address gets them. */
int framering_role_map(struct framering_role_file *role, uint64_t offset,
		       uint64_t length, int prot, void **address);

/* Map every slot, and what lies beside it. */
int framering_role_map_slots(struct framering_role_file *role, int prot);

/* Point @frame at @slot; the caller sets the members for the frame itself. */
static inline void framering_role_frame(const struct framering_role_file *role,
					uint32_t slot,
					struct framering_frame *frame)
{
	memcpy(frame->plane, role->plane[slot], sizeof(frame->plane));
	frame->data = role->slot[slot];
	frame->meta = role->meta[slot];
	frame->geometry = &role->geometry;
	frame->slot = slot;
}

/* Not zero: no more bytes are in use than the slot has, in each part of it. */
static inline int framering_role_fits(const struct framering_role_file *role,
				      uint32_t bytes,
				      const struct framering_info *info)
{
	const struct framering_geometry *g = &role->geometry;
	uint64_t planes[2];

	if (bytes > g->frame_bytes || info->meta_bytes > g->meta_bytes)
		return 0;
	/* Most frames use all of all planes, and say so by zeros. */
	memcpy(planes, info->plane_bytes, sizeof(planes));
	return !(planes[0] | planes[1]) ||
	       (info->plane_bytes[0] <= g->plane_bytes[0] &&
		info->plane_bytes[1] <= g->plane_bytes[1] &&
		info->plane_bytes[2] <= g->plane_bytes[2] &&
		info->plane_bytes[3] <= g->plane_bytes[3]);
}

/*
 * Not zero: the role is of no use; a negative errno tells why. -ESTALE (attach
 * anew) and -ENODEV (the ring is gone): what is mapped are dummy pages; a call
 * that touched them looks again before it says anything else. -ECHILD: nothing
 * is mapped.
 */
static inline int framering_role_gone(const struct framering_role_file *role)
{
	int life = framering_read_once(role->life);
	uint32_t state;

	if (life <= 0)
		return life ? life : -ECHILD;
	state = framering_read_once(&role->status->state);
	if (!(state & FRAMERING_STATE_REVOKED))
		return 0;
	return state & FRAMERING_STATE_GONE ? -ENODEV : -ESTALE;
}

/* NULL in a child, which has no STATUS page. */
static inline const struct framering_status *
framering_role_status(const struct framering_role_file *role)
{
	return framering_read_once(role->life) ? role->status : NULL;
}

/* Wake the other side. */
void framering_role_kick(const struct framering_role_file *role);

/* The CLOCK_MONOTONIC time of a time-out, as the driver wants it. */
int64_t framering_deadline(int64_t timeout_ns);

/* Sleep until one of @events, or an end: -ENODEV, -EPROTO, -ESTALE, ... */
int framering_role_wait(struct framering_role_file *role, uint32_t events,
			int64_t timeout_ns);

#endif /* FRAMERING_PRIVATE_H */
