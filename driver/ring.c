// SPDX-License-Identifier: GPL-2.0-only
/* Rings: device nodes, and the change from one generation to the next. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "chrdev.h"
#include "generation.h"
#include "mem.h"
#include "pattern.h"
#include "ring.h"
#include "role.h"
#include "sysfs.h"

/* So many replaced generations may be kept alive by their roles. */
#define FR_MAX_STALE	2

/**
 * fr_ring_create - make a ring and its device node
 * @index: its number
 *
 * Return: the ring, or an error pointer.
 */
struct fr_ring *fr_ring_create(u32 index)
{
	struct fr_ring *ring;
	int ret;

	ring = kzalloc(sizeof(*ring), GFP_KERNEL);
	if (!ring)
		return ERR_PTR(-ENOMEM);
	ring->index = index;
	mutex_init(&ring->lock);
	mutex_init(&ring->pattern_lock);
	INIT_LIST_HEAD(&ring->stale);
	if (index)
		snprintf(ring->name, sizeof(ring->name), "framering%u", index);
	else
		strscpy(ring->name, "framering", sizeof(ring->name));
	ring->misc.minor = MISC_DYNAMIC_MINOR;
	ring->misc.name = ring->name;
	ring->misc.fops = &fr_ring_fops;
	ring->misc.groups = fr_sysfs_groups;
	ring->misc.mode = 0660;
	ret = misc_register(&ring->misc);
	if (ret) {
		kfree(ring);
		return ERR_PTR(ret);
	}
	return ring;
}

/* No file of the ring is open any more: they hold the module. */
void fr_ring_destroy(struct fr_ring *ring)
{
	misc_deregister(&ring->misc);
	fr_pattern_stop(ring);
	if (ring->generation)
		fr_generation_put(ring->generation);
	WARN_ON(!list_empty(&ring->stale));
	kfree(ring);
}

/* The ring has a new generation: what becomes of @old. */
static void fr_ring_retire(struct fr_ring *ring, struct fr_generation *old)
{
	struct fr_generation *gen;
	unsigned int stale = 0;

	fr_generation_retire(old);
	if (list_empty(&old->roles)) {
		/* Files of roles that were revoked may still hold it. */
		fr_generation_drop(old);
		return;
	}
	list_add_tail(&old->node, &ring->stale);
	list_for_each_entry(gen, &ring->stale, node)
		stale++;
	if (stale > FR_MAX_STALE)
		fr_generation_revoke(list_first_entry(&ring->stale,
						      struct fr_generation,
						      node));
}

/* Only the present producer's file may replace a generation that has one. */
static bool fr_ring_owned(struct fr_ring *ring, u64 opener)
{
	struct fr_generation *gen = ring->generation;

	return !gen || !gen->producer || gen->producer->opener == opener;
}

/* Put @gen into service; what it replaces goes to *@old. */
static int fr_ring_install(struct fr_ring *ring, struct fr_generation *gen,
			   u64 opener, struct fr_generation **old)
{
	*old = NULL;
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	if (!fr_ring_owned(ring, opener)) {
		mutex_unlock(&ring->lock);
		return -EBUSY;
	}
	*old = ring->generation;
	fr_generation_number(gen, ++ring->generations);
	ring->generation = gen;
	if (*old)
		fr_ring_retire(ring, *old);
	mutex_unlock(&ring->lock);
	return 0;
}

/* Make room for a new generation: true if something was given up. */
static bool fr_ring_give_up(struct fr_ring *ring)
{
	bool found;

	mutex_lock(&ring->lock);
	found = !list_empty(&ring->stale);
	if (found)
		fr_generation_revoke(list_first_entry(&ring->stale,
						      struct fr_generation,
						      node));
	mutex_unlock(&ring->lock);
	return found;
}

/**
 * fr_ring_configure - give the ring a new generation
 * @ring: the ring
 * @config: in: what is wanted; out: what came of it. If this fails, the old
 *	generation stays in service
 * @opener: the ring file that asks
 *
 * Memory is made without the ring's lock: that takes long, and nobody else
 * needs to wait for it. Whoever lingers in a stale generation makes way.
 *
 * Return: 0, -EBUSY (there is a producer, of another file), -EINVAL, -EFBIG,
 * -ENOMEM, -EINTR.
 */
int fr_ring_configure(struct fr_ring *ring, struct framering_config *config,
		      u64 opener)
{
	struct fr_generation *gen, *old;
	bool owned;
	int ret;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	owned = fr_ring_owned(ring, opener);
	mutex_unlock(&ring->lock);
	if (!owned)
		return -EBUSY;
	do {
		gen = fr_generation_create(ring, config);
	} while (gen == ERR_PTR(-ENOMEM) && fr_ring_give_up(ring));
	if (IS_ERR(gen))
		return PTR_ERR(gen);
	ret = fr_ring_install(ring, gen, opener, &old);
	if (ret) {
		fr_generation_put(gen);
		return ret;
	}
	config->generation = gen->config.generation;
	if (old)
		fr_generation_put(old);
	return 0;
}

/* Fill @query in, but for its size. */
void fr_ring_query(struct fr_ring *ring, struct framering_query *query)
{
	struct fr_generation *gen;

	*query = (struct framering_query){
		.size = query->size,
		.version = FRAMERING_ABI_VERSION,
		.ring = ring->index,
	};
	query->memories = fr_mem_kinds();
	query->caches = fr_mem_caches();
	query->max_bytes = fr_mem_max_bytes();
	mutex_lock(&ring->lock);
	gen = ring->generation;
	if (gen) {
		struct framering_status *status = gen->status;

		query->features = status->features;
		query->generation = status->generation;
		query->memory = status->memory;
		query->cache_asked = status->cache_asked;
		query->cache_effective = status->cache_effective;
		query->slots = status->slots;
		query->max_held = status->max_held;
		query->stall_ms = status->stall_ms;
		query->state = status->state;
		query->consumers = hweight32(READ_ONCE(status->consumers));
		query->geometry = status->geometry;
	}
	mutex_unlock(&ring->lock);
}
