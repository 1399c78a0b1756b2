// SPDX-License-Identifier: GPL-2.0-only
/* Rings: the object, its owner and what QUERY tells of it. */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "account.h"
#include "compat.h"
#include "demand.h"
#include "device/device.h"
#include "generation.h"
#include "memory/charge.h"
#include "memory/mem.h"
#include "ring.h"
#include "role.h"

static void fr_ring_name(struct fr_ring *ring, const char *name)
{
	if (*name)
		snprintf(ring->name, sizeof(ring->name), "framering-%s", name);
	else if (ring->index)
		snprintf(ring->name, sizeof(ring->name), "framering%u",
			 ring->index);
	else
		strscpy(ring->name, "framering", sizeof(ring->name));
}

/**
 * fr_ring_alloc - a ring without a device node
 * @device: what it stands on
 *
 * Return: the ring, fr_ring_put() it; or NULL.
 */
struct fr_ring *fr_ring_alloc(struct fr_device *device)
{
	struct fr_ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	if (!ring)
		return NULL;
	kref_init(&ring->ref);
	ring->device = device;
	ring->index = device->index;
	ring->uid = device->spec->uid;
	ring->gid = device->spec->gid;
	ring->mode = device->spec->mode;
	ring->max_consumers = device->spec->max_consumers;
	mutex_init(&ring->lock);
	spin_lock_init(&ring->present_lock);
	mutex_init(&ring->pattern_lock);
	INIT_LIST_HEAD(&ring->accounts);
	INIT_LIST_HEAD(&ring->stale);
	fr_demand_init(ring);
	init_waitqueue_head(&ring->stream_wait);
	fr_ring_name(ring, device->spec->name);
	return ring;
}

static void fr_ring_free(struct kref *ref)
{
	struct fr_ring *ring = container_of(ref, struct fr_ring, ref);

	WARN_ON(ring->generation || ring->pattern ||
		!list_empty(&ring->stale));
	fr_account_free_all(ring);
	kfree(ring);
}

void fr_ring_get(struct fr_ring *ring)
{
	kref_get(&ring->ref);
}
EXPORT_SYMBOL_NS_GPL(fr_ring_get, FR_NAMESPACE);

void fr_ring_put(struct fr_ring *ring)
{
	kref_put(&ring->ref, fr_ring_free);
}
EXPORT_SYMBOL_NS_GPL(fr_ring_put, FR_NAMESPACE);

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

/**
 * fr_ring_vacant - whether a producer could attach now
 * @ring: the ring
 *
 * Return: 0, -EBUSY (there is a producer), -ENODATA (not configured), -ENODEV
 * (removed), -EINTR.
 */
int fr_ring_vacant(struct fr_ring *ring)
{
	int ret = 0;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	if (!ring->device)
		ret = -ENODEV;
	else if (!ring->generation)
		ret = -ENODATA;
	else if (ring->generation->producer)
		ret = -EBUSY;
	mutex_unlock(&ring->lock);
	return ret;
}

/* Fill @query in, but for its size. Return: 0, -EINTR, -ENODEV (removed). */
int fr_ring_query(struct fr_ring *ring, struct framering_query *query)
{
	struct fr_generation *gen;

	*query = (struct framering_query){
		.size = query->size,
		.version = FRAMERING_ABI_VERSION,
		.version_oldest = FR_OLDEST_VERSION,
		.ring = ring->index,
		.max_consumers = ring->max_consumers,
	};
	strscpy(query->name, ring->name, sizeof(query->name));
	/* Evicting a reader of very many mappings takes long. */
	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	if (!ring->device) {
		mutex_unlock(&ring->lock);
		return -ENODEV;
	}
	query->max_bytes = fr_charge_most(ring->device);
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
		query->picture = status->picture;
		query->config_flags = status->flags;
	}
	mutex_unlock(&ring->lock);
	return 0;
}
