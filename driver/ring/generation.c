// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generations. A ring is never resized in place: CONFIGURE makes a new
 * generation, and the old one serves the roles that still use it.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "compat.h"
#include "control.h"
#include "description.h"
#include "device/device.h"
#include "generation.h"
#include "memory/mem.h"
#include "protection.h"
#include "ring.h"
#include "stall.h"
#include "wait.h"

#define FR_DEFAULT_SLOTS	4U
/* Where programs may keep frames for long. */
#define FR_SHARED_SLOTS		8U
#define FR_DEFAULT_STALL_MS	5000U
#define FR_MAX_STALL_MS		3600000U

/* Check what user space asked for and fill the defaults in. */
static int fr_generation_check(struct framering_config *config)
{
	if (config->flags & ~(FRAMERING_CONFIG_LOSSLESS_FOR_ALL |
			      FRAMERING_CONFIG_LAYOUT |
			      FRAMERING_CONFIG_EXPORT_FOR_ALL))
		return -EINVAL;
	if (!config->slots)
		config->slots = FR_DEFAULT_SLOTS;
	if (config->slots < FRAMERING_MIN_SLOTS ||
	    config->slots > FRAMERING_MAX_SLOTS ||
	    !is_power_of_2(config->slots))
		return -EINVAL;
	if (!config->max_held)
		config->max_held = max(config->slots / 2, 2U) - 1;
	if (config->max_held >= config->slots)
		return -EINVAL;
	if (!config->stall_ms)
		config->stall_ms = FR_DEFAULT_STALL_MS;
	if (config->stall_ms > FR_MAX_STALL_MS)
		return -EINVAL;
	return fr_description_check(config);
}

static void fr_generation_region(struct fr_generation *gen, u32 region,
				 u64 offset, u64 length, u64 step, u32 count)
{
	gen->status->region[region] = (struct framering_region){
		.offset = offset,
		.length = length,
		.step = step,
		.count = count,
	};
}

static void fr_generation_fill_status(struct fr_generation *gen)
{
	struct framering_config *config = &gen->config;
	struct framering_status *status = gen->status;

	status->magic = FRAMERING_MAGIC;
	status->version = FRAMERING_ABI_VERSION;
	status->size = sizeof(*status);
	status->ring = gen->ring->index;
	status->memory = config->memory;
	status->cache_asked = config->cache;
	status->cache_effective = config->cache_effective;
	status->slots = config->slots;
	status->max_held = config->max_held;
	status->stall_ms = config->stall_ms;
	status->flags = config->flags;
	if (config->meta_bytes)
		status->features |= FRAMERING_FEATURE_META;
	if (config->flags & FRAMERING_CONFIG_LAYOUT)
		status->features |= FRAMERING_FEATURE_LAYOUT;
	if (IS_ENABLED(CONFIG_DMA_SHARED_BUFFER) && gen->mem->ops->lasting)
		status->features |= FRAMERING_FEATURE_EXPORT;
	status->version_oldest = FR_OLDEST_VERSION;
	fr_description_show(status, config);
	fr_generation_region(gen, FRAMERING_REGION_STATUS,
			     FRAMERING_OFFSET_STATUS, FR_STATUS_LEN,
			     FR_STATUS_LEN, 1);
	fr_generation_region(gen, FRAMERING_REGION_PRODUCER,
			     FRAMERING_OFFSET_PRODUCER, FR_PRODUCER_LEN,
			     FR_PRODUCER_LEN, 1);
	fr_generation_region(gen, FRAMERING_REGION_CONSUMER,
			     FRAMERING_OFFSET_CONSUMER, FR_CONSUMER_LEN,
			     FR_CONSUMER_LEN, FRAMERING_MAX_CONSUMERS);
	fr_generation_region(gen, FRAMERING_REGION_FRAMES,
			     FRAMERING_OFFSET_FRAMES,
			     config->geometry.slot_bytes,
			     FRAMERING_FRAMES_STEP, config->slots);
	fr_generation_region(gen, FRAMERING_REGION_META, FRAMERING_OFFSET_META,
			     PAGE_ALIGN(config->geometry.meta_bytes),
			     FRAMERING_META_STEP,
			     config->meta_bytes ? config->slots : 0);
	fr_generation_region(gen, FRAMERING_REGION_REGISTERS,
			     FRAMERING_OFFSET_REGISTERS, gen->registers_bytes,
			     gen->registers_bytes, !!gen->registers_bytes);
}

/**
 * fr_generation_create - allocate a generation
 * @ring: the ring
 * @device: what it stands on; the caller holds a reference
 * @uid: the user who configures
 * @config: in: what is wanted; out: what came of it
 * @import: dma-bufs for memory kind "import"; else NULL
 * @stalled: runs when a producer has waited for too long
 *
 * The ring does not know the new generation yet, and it has no number.
 *
 * Return: the generation, or an error pointer.
 */
struct fr_generation *fr_generation_create(struct fr_ring *ring,
					   struct fr_device *device, kuid_t uid,
					   struct framering_config *config,
					   const struct fr_import *import,
					   work_func_t stalled)
{
	struct fr_generation *gen;
	struct fr_mem *mem;
	int ret;

	if (!config->slots && atomic_read(&ring->plain_readers))
		config->slots = FR_SHARED_SLOTS;
	ret = fr_generation_check(config);
	if (ret)
		return ERR_PTR(ret);
	gen = kzalloc(sizeof(*gen), GFP_KERNEL_ACCOUNT);
	if (!gen)
		return ERR_PTR(-ENOMEM);
	ret = fr_control_alloc(gen);
	if (ret)
		goto err_free;
	mem = fr_mem_create(device, uid, config,
			    atomic_read(&ring->plain_readers), import);
	if (IS_ERR(mem)) {
		ret = PTR_ERR(mem);
		goto err_free;
	}
	config->memory = mem->ops->kind;
	config->cache = mem->cache;
	config->cache_effective = mem->cache_effective;

	kref_init(&gen->ref);
	fr_ring_get(ring);
	gen->ring = ring;
	gen->mem = mem;
	gen->bar_offset = mem->bar_offset;
	gen->registers = device->registers;
	gen->registers_bytes = device->registers_bytes;
	gen->config = *config;
	INIT_LIST_HEAD(&gen->node);
	INIT_LIST_HEAD(&gen->roles);
	INIT_LIST_HEAD(&gen->exports);
	INIT_LIST_HEAD(&gen->keepers);
	init_rwsem(&gen->map_sem);
	spin_lock_init(&gen->lock);
	init_waitqueue_head(&gen->producer_wait);
	init_waitqueue_head(&gen->consumer_wait);
	fr_stall_init(gen, stalled);
	fr_protection_init(gen);
	fr_generation_fill_status(gen);
	gen->view.status = gen->status;
	gen->view.slots = config->slots;
	gen->view.max_held = config->max_held;
	gen->view.write_combined =
		mem->cache_effective != FRAMERING_CACHE_WB;
	return gen;

err_free:
	fr_control_free(gen);
	kfree(gen);
	return ERR_PTR(ret);
}

/* It is going into service as number @number. */
void fr_generation_number(struct fr_generation *gen, u64 number)
{
	gen->config.generation = number;
	gen->status->generation = number;
}

static void fr_generation_free(struct kref *ref)
{
	struct fr_generation *gen =
		container_of(ref, struct fr_generation, ref);

	fr_stall_stop(gen);
	fr_protection_stop(gen);
	WARN_ON(atomic_read(&gen->mappings));
	if (gen->mem)
		fr_mem_put(gen->mem);
	fr_control_free(gen);
	fr_ring_put(gen->ring);
	kfree(gen);
}

void fr_generation_get(struct fr_generation *gen)
{
	kref_get(&gen->ref);
}
EXPORT_SYMBOL_NS_GPL(fr_generation_get, FR_NAMESPACE);

/* Never under ring->lock: the stall clock takes it, and is waited for. */
void fr_generation_put(struct fr_generation *gen)
{
	kref_put(&gen->ref, fr_generation_free);
}
EXPORT_SYMBOL_NS_GPL(fr_generation_put, FR_NAMESPACE);

/* The ring's present one is @gen, or NULL; ring->lock is held. */
void fr_generation_replace(struct fr_ring *ring, struct fr_generation *gen)
{
	spin_lock(&ring->present_lock);
	ring->generation = gen;
	spin_unlock(&ring->present_lock);
}

/**
 * fr_generation_present - the present one, without waiting for ring->lock
 * @ring: the ring
 *
 * It may be stale by the time that the caller looks, and have no memory.
 *
 * Return: the generation, fr_generation_put() it; or NULL.
 */
struct fr_generation *fr_generation_present(struct fr_ring *ring)
{
	struct fr_generation *gen;

	spin_lock(&ring->present_lock);
	gen = ring->generation;
	if (gen)
		fr_generation_get(gen);
	spin_unlock(&ring->present_lock);
	return gen;
}
EXPORT_SYMBOL_NS_GPL(fr_generation_present, FR_NAMESPACE);

/* The ring has a newer one: tell all roles. */
void fr_generation_retire(struct fr_generation *gen)
{
	spin_lock(&gen->lock);
	/* A consumer that sees the flag looks at the head a last time. */
	smp_store_release(&gen->status->state,
			  gen->status->state | FRAMERING_STATE_STALE);
	spin_unlock(&gen->lock);
	fr_wake_producer(gen);
	fr_wake_consumers(gen);
}

/* No role uses a stale generation any more; ring->lock is held. */
void fr_generation_drop(struct fr_generation *gen)
{
	list_del_init(&gen->node);
	if (gen->mem)
		fr_mem_put(gen->mem);
	gen->mem = NULL;
}

/* A role or an export of it has ended; ring->lock is held. */
void fr_generation_drop_unused(struct fr_generation *gen)
{
	if (fr_generation_unused(gen) && fr_generation_stale(gen))
		fr_generation_drop(gen);
}

/* The machine has slept, and nobody else runs yet; ring->lock is held. */
void fr_generation_resume(struct fr_generation *gen)
{
	fr_mem_resume(gen->mem);
	fr_stall_resume(gen);
}
