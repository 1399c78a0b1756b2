// SPDX-License-Identifier: GPL-2.0-only
/* Rings: device nodes, and the change from one generation to the next. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "chrdev.h"
#include "debugfs.h"
#include "demand.h"
#include "device.h"
#include "generation.h"
#include "mem.h"
#include "pattern.h"
#include "ring.h"
#include "role.h"
#include "sysfs.h"
#include "trace.h"

/* So many replaced generations may be kept alive by their roles. */
#define FR_MAX_STALE	2

/**
 * fr_ring_create - make a ring and its device node
 * @device: what it stands on
 *
 * Return: the ring, or an error pointer.
 */
struct fr_ring *fr_ring_create(struct fr_device *device)
{
	struct fr_ring *ring;
	int ret;

	ring = kzalloc(sizeof(*ring), GFP_KERNEL);
	if (!ring)
		return ERR_PTR(-ENOMEM);
	kref_init(&ring->ref);
	ring->device = device;
	ring->index = device->index;
	mutex_init(&ring->lock);
	mutex_init(&ring->pattern_lock);
	INIT_LIST_HEAD(&ring->stale);
	fr_demand_init(ring);
	if (ring->index)
		snprintf(ring->name, sizeof(ring->name), "framering%u",
			 ring->index);
	else
		strscpy(ring->name, "framering", sizeof(ring->name));
	ring->misc.minor = MISC_DYNAMIC_MINOR;
	ring->misc.name = ring->name;
	ring->misc.fops = &fr_ring_fops;
	ring->misc.groups = fr_sysfs_groups;
	ring->misc.parent = device->dev;
	ring->misc.mode = 0660;
	ret = misc_register(&ring->misc);
	if (ret) {
		kfree(ring);
		return ERR_PTR(ret);
	}
	fr_debugfs_add(ring);
	return ring;
}

static void fr_ring_free(struct kref *ref)
{
	struct fr_ring *ring = container_of(ref, struct fr_ring, ref);

	WARN_ON(ring->generation || ring->pattern ||
		!list_empty(&ring->stale));
	kfree(ring);
}

void fr_ring_get(struct fr_ring *ring)
{
	kref_get(&ring->ref);
}

void fr_ring_put(struct fr_ring *ring)
{
	kref_put(&ring->ref, fr_ring_free);
}

/**
 * fr_ring_remove - take a ring away from all who use it
 * @ring: the ring; the device's reference goes with it
 *
 * Files may stay open. All that they hold of the device is given back as soon
 * as no page table shows it any more: the device waits for that.
 */
void fr_ring_remove(struct fr_ring *ring)
{
	struct fr_generation *present;

	misc_deregister(&ring->misc);
	fr_debugfs_remove(ring);
	mutex_lock(&ring->lock);
	WRITE_ONCE(ring->device, NULL);
	fr_demand_change(ring);
	mutex_unlock(&ring->lock);
	/* It can be started no more; it takes the lock itself. */
	fr_pattern_stop(ring);
	mutex_lock(&ring->lock);
	present = ring->generation;
	ring->generation = NULL;
	if (present) {
		fr_generation_retire(present);
		list_add_tail(&present->node, &ring->stale);
	}
	while (!list_empty(&ring->stale))
		fr_generation_revoke(list_first_entry(&ring->stale,
						      struct fr_generation,
						      node), FR_WHY_GONE);
	mutex_unlock(&ring->lock);
	if (present)
		fr_generation_put(present);
	fr_ring_put(ring);
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
						      node), FR_WHY_STALE);
}

/**
 * fr_ring_owned - whether a ring file owns the ring
 * @ring: the ring; ring->lock is held
 * @opener: number of a file that is open for writing
 *
 * The present producer's file does; any does while there is no producer.
 *
 * Return: 0, -EBUSY, or -ENODEV if the ring was removed.
 */
int fr_ring_owned(struct fr_ring *ring, u64 opener)
{
	struct fr_generation *gen = ring->generation;

	if (!ring->device)
		return -ENODEV;
	if (gen && gen->producer && gen->producer->opener.number != opener)
		return -EBUSY;
	return 0;
}

/* Put @gen into service; what it replaces goes to *@old. */
static int fr_ring_install(struct fr_ring *ring, struct fr_generation *gen,
			   struct framering_config *config, u64 opener,
			   struct fr_generation **old)
{
	int ret;

	*old = NULL;
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	ret = fr_ring_owned(ring, opener);
	if (ret) {
		mutex_unlock(&ring->lock);
		return ret;
	}
	*old = ring->generation;
	fr_generation_number(gen, ++ring->generations);
	/* From here on, @gen is another configure's to replace and free. */
	config->generation = ring->generations;
	ring->generation = gen;
	trace_framering_configure(gen);
	fr_demand_change(ring);
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
						      node), FR_WHY_STALE);
	mutex_unlock(&ring->lock);
	return found;
}

/* The device, with a reference, if @opener may configure the ring now. */
static struct fr_device *fr_ring_device(struct fr_ring *ring, u64 opener)
{
	struct fr_device *device;
	int ret;

	if (mutex_lock_killable(&ring->lock))
		return ERR_PTR(-EINTR);
	device = ring->device;
	ret = fr_ring_owned(ring, opener);
	if (ret)
		device = ERR_PTR(ret);
	else
		fr_device_get(device);
	mutex_unlock(&ring->lock);
	return device;
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
 * -ENOMEM, -EINTR, -ENODEV (the ring was removed).
 */
int fr_ring_configure(struct fr_ring *ring, struct framering_config *config,
		      u64 opener)
{
	struct fr_generation *gen, *old;
	struct fr_device *device;
	int ret;

	device = fr_ring_device(ring, opener);
	if (IS_ERR(device))
		return PTR_ERR(device);
	do {
		gen = fr_generation_create(ring, device, config);
	} while (gen == ERR_PTR(-ENOMEM) && fr_ring_give_up(ring));
	fr_device_put(device);
	if (IS_ERR(gen))
		return PTR_ERR(gen);
	ret = fr_ring_install(ring, gen, config, opener, &old);
	if (ret) {
		fr_generation_put(gen);
		return ret;
	}
	if (old)
		fr_generation_put(old);
	return 0;
}

/* Fill @query in, but for its size. Return: 0, -EINTR, -ENODEV (removed). */
int fr_ring_query(struct fr_ring *ring, struct framering_query *query)
{
	struct fr_generation *gen;

	*query = (struct framering_query){
		.size = query->size,
		.version = FRAMERING_ABI_VERSION,
		.ring = ring->index,
	};
	query->max_bytes = fr_mem_max_bytes();
	/* Whoever evicts a reader of very many mappings keeps it for long. */
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	if (!ring->device) {
		mutex_unlock(&ring->lock);
		return -ENODEV;
	}
	fr_mem_caches(ring->device, query->caches);
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
		query->config_flags = status->flags;
	}
	mutex_unlock(&ring->lock);
	return 0;
}
