/* SPDX-License-Identifier: GPL-2.0-only */
/* A generation: one allocation of a ring, with its geometry and pages. */
#ifndef FR_GENERATION_H
#define FR_GENERATION_H

#include <linux/atomic.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <framering_ring.h>

#include "stall.h"

struct fr_device;
struct fr_import;
struct fr_mem;
struct fr_ring;
struct fr_role;

/**
 * struct fr_generation - one allocation of a ring
 * @ref: held by the ring while it is the present one, and by each role
 * @ring: whose it is; holds a reference
 * @node: in the ring's list of stale ones; ring->lock
 * @roles: those attached; ring->lock
 * @exports: struct fr_export of its slots; ring->lock
 * @keepers: users who have exported slots; @lock
 * @reap: takes ended exports out of @exports
 * @kept: by slot: exports that keep it out of the ring; @lock
 * @leased: how many times fr_hold_take() keeps a slot; @lock
 * @mem: the frames; NULL once revoked; ring->lock
 * @bar_offset: where they begin in the device's memory, of kind "bar"
 * @registers: where the device has its registers
 * @registers_bytes: whole pages; 0 where there are none to map
 * @config: what was asked for, with defaults filled in; never changes
 * @status: the STATUS page; bitmaps and state change under @lock
 * @map_sem: to read: a page of this generation is being mapped; to write: it
 *	is replaced, or a role revoked. Nests inside mmap_lock
 * @lock: @view's pages, the bitmaps. Innermost, a spin lock
 * @view: the ring as the driver sees it, and reserves in it for itself
 * @vacant: stands for the pages of consumers that never were; all zero
 * @producer: the producer's role, or NULL; ring->lock
 * @consumer: the consumers' roles, or NULL; ring->lock
 * @producer_wait: where producers sleep
 * @consumer_wait: where consumers sleep
 * @mappings: VMAs that show a page of this generation
 * @stall: evicts readers that a producer waits for too long
 * @pardon: lets consumers protect what they hold again
 */
struct fr_generation {
	struct kref ref;
	struct fr_ring *ring;
	struct list_head node;
	struct list_head roles;
	struct list_head exports;
	struct list_head keepers;
	struct work_struct reap;
	u32 kept[FRAMERING_MAX_SLOTS];
	u32 leased;
	struct fr_mem *mem;
	u64 bar_offset;
	phys_addr_t registers;
	u64 registers_bytes;
	struct framering_config config;
	struct framering_status *status;
	struct rw_semaphore map_sem;
	spinlock_t lock;	/* see above */
	struct framering_ring_producer view;
	struct framering_consumer_page *vacant;
	struct fr_role *producer;
	struct fr_role *consumer[FRAMERING_MAX_CONSUMERS];
	wait_queue_head_t producer_wait;
	wait_queue_head_t consumer_wait;
	atomic_t mappings;
	struct fr_stall stall;
	struct delayed_work pardon;
};

struct fr_generation *fr_generation_create(struct fr_ring *ring,
					   struct fr_device *device, kuid_t uid,
					   struct framering_config *config,
					   const struct fr_import *import,
					   work_func_t stalled);
void fr_generation_number(struct fr_generation *gen, u64 number);
void fr_generation_get(struct fr_generation *gen);
void fr_generation_put(struct fr_generation *gen);
void fr_generation_replace(struct fr_ring *ring, struct fr_generation *gen);
struct fr_generation *fr_generation_present(struct fr_ring *ring);
void fr_generation_retire(struct fr_generation *gen);
void fr_generation_drop(struct fr_generation *gen);
void fr_generation_drop_unused(struct fr_generation *gen);
void fr_generation_resume(struct fr_generation *gen);

/* Nothing uses it but files of roles that were revoked; ring->lock is held. */
static inline bool fr_generation_unused(const struct fr_generation *gen)
{
	return list_empty(&gen->roles) && list_empty(&gen->exports);
}

/* The ring has a newer one. */
static inline bool fr_generation_stale(struct fr_generation *gen)
{
	return READ_ONCE(gen->status->state) & FRAMERING_STATE_STALE;
}

#endif /* FR_GENERATION_H */
