/* SPDX-License-Identifier: MIT */
/* What the files of libframering share, and nobody else sees. */
#ifndef FRAMERING_PRIVATE_H
#define FRAMERING_PRIVATE_H

#include <string.h>

/* Everything is hidden but what the public header declares. */
#pragma GCC visibility push(default)
#include "libframering.h"
#pragma GCC visibility pop

#include <framering_ring.h>

/**
 * struct framering - a ring file
 * @fd: the open file
 */
struct framering {
	int fd;
};

/**
 * struct framering_mapping - one mmap()
 * @address: where it is
 * @length: bytes
 */
struct framering_mapping {
	void *address;
	size_t length;
};

/* STATUS, PRODUCER, CONSUMER, and one for each slot. */
#define FRAMERING_ROLE_MAPPINGS	(3 + FRAMERING_MAX_SLOTS)

/**
 * struct framering_role_file - what producer and consumer have in common
 * @fd: the role file
 * @index: number of the consumer
 * @slots: copied from STATUS
 * @gone: not zero: the driver took the mappings away; hands off. The errno that
 *	tells why. One thread may release while another waits: atomic
 * @status: the STATUS page
 * @geometry: copied from STATUS
 * @slot: the mapped slots
 * @plane: by slot: as in struct framering_frame
 * @mapping: all that is mapped, in the order of mapping
 * @mappings: how many
 */
struct framering_role_file {
	int fd;
	uint32_t index;
	uint32_t slots;
	int gone;
	const struct framering_status *status;
	struct framering_geometry geometry;
	uint8_t *slot[FRAMERING_MAX_SLOTS];
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

/* Unmap everything and end the role. */
void framering_role_finish(struct framering_role_file *role);

/* Map @length bytes at @offset; @address gets them. */
int framering_role_map(struct framering_role_file *role, uint64_t offset,
		       uint64_t length, int prot, void **address);

/* Map every slot. */
int framering_role_map_slots(struct framering_role_file *role, int prot);

/* Point @frame at @slot; the caller sets what no slot tells. */
static inline void framering_role_frame(const struct framering_role_file *role,
					uint32_t slot,
					struct framering_frame *frame)
{
	memcpy(frame->plane, role->plane[slot], sizeof(frame->plane));
	frame->data = role->slot[slot];
	frame->geometry = &role->geometry;
	frame->slot = slot;
}

static inline int framering_role_gone(const struct framering_role_file *role)
{
	return framering_read_once(&role->gone);
}

/* Wake the other side. */
void framering_role_kick(const struct framering_role_file *role);

/* The CLOCK_MONOTONIC time of a time-out, as the driver wants it. */
int64_t framering_deadline(int64_t timeout_ns);

/* Sleep until one of @events, or an end: -ENODEV, -EPROTO, -ESTALE, ... */
int framering_role_wait(struct framering_role_file *role, uint32_t events,
			int64_t timeout_ns);

#endif /* FRAMERING_PRIVATE_H */
