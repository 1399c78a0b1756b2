// SPDX-License-Identifier: GPL-2.0-only
/* The memory kinds, by number, and the limits that hold for all of them. */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "device.h"
#include "mem.h"

/* The first that can be had on a ring's device is its default. */
static const struct fr_mem_ops *const fr_mem_kinds[] = {
#ifdef CONFIG_PCI
	&fr_mem_bar_ops,
#endif
	&fr_mem_pages_ops,
	&fr_mem_vmalloc_ops,
	&fr_mem_coherent_ops,
};

static unsigned long max_ring_bytes;
module_param(max_ring_bytes, ulong, 0444);
MODULE_PARM_DESC(max_ring_bytes,
		 "frame memory of one configuration of a ring, in bytes (default: an eighth of the memory)");

static unsigned long max_bytes;
module_param(max_bytes, ulong, 0444);
MODULE_PARM_DESC(max_bytes,
		 "frame memory of all rings, in bytes (default: a quarter of the memory)");

static atomic64_t fr_mem_bytes = ATOMIC64_INIT(0);

static u64 fr_mem_share(unsigned int part)
{
	return div_u64((u64)totalram_pages() << PAGE_SHIFT, part);
}

/* Limit of one generation, in bytes. */
u64 fr_mem_max_bytes(void)
{
	return max_ring_bytes ? max_ring_bytes : fr_mem_share(8);
}

static void fr_mem_uncharge(u64 bytes)
{
	atomic64_sub(bytes, &fr_mem_bytes);
}

/* Take @bytes from what all rings may have. */
static int fr_mem_charge(u64 bytes)
{
	u64 limit = max_bytes ? max_bytes : fr_mem_share(4);

	if (bytes > fr_mem_max_bytes())
		return -EFBIG;
	if (atomic64_add_return(bytes, &fr_mem_bytes) > limit) {
		fr_mem_uncharge(bytes);
		return -ENOMEM;
	}
	return 0;
}

static const struct fr_mem_ops *fr_mem_find(const struct fr_device *device,
					    u32 kind)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(fr_mem_kinds); i++) {
		const struct fr_mem_ops *ops = fr_mem_kinds[i];

		if ((kind == FRAMERING_MEMORY_DEFAULT || kind == ops->kind) &&
		    ops->caches(device))
			return ops;
	}
	return NULL;
}

/* Fill in what can be configured on @device, as QUERY tells it. */
void fr_mem_caches(const struct fr_device *device,
		   u32 caches[FRAMERING_MEMORIES])
{
	u32 kind;

	for (kind = 0; kind < FRAMERING_MEMORIES; kind++) {
		const struct fr_mem_ops *ops = fr_mem_find(device, kind);

		caches[kind] = ops ? ops->caches(device) : 0;
	}
}

/* Frames are written once and read by those who stream: see docs/abi.md. */
static u32 fr_mem_default_cache(u32 caches)
{
	return caches & BIT(FRAMERING_CACHE_WC) ? FRAMERING_CACHE_WC :
						  FRAMERING_CACHE_WB;
}

static struct fr_mem *fr_mem_new(struct fr_device *device,
				 const struct fr_mem_ops *ops, u32 cache,
				 u32 slots, u32 slot_bytes)
{
	struct fr_mem *mem = kzalloc(sizeof(*mem), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!mem)
		return ERR_PTR(-ENOMEM);
	mem->ops = ops;
	mem->device = device;
	kref_init(&mem->ref);
	mem->slots = slots;
	mem->slot_bytes = slot_bytes;
	mem->cache = cache;
	ret = ops->alloc(mem);
	if (ret) {
		ops->free(mem);
		kfree(mem);
		return ERR_PTR(ret);
	}
	fr_device_get(device);
	return mem;
}

/**
 * fr_mem_create - make the slots of a generation
 * @device: what they lie on; the caller holds a reference
 * @kind: enum framering_memory
 * @cache: enum framering_cache
 * @slots: how many
 * @slot_bytes: size of each, whole pages
 *
 * Return: the memory, zeroed, or -EINVAL (no such kind here, or it cannot have
 * that cache mode), -EFBIG (over the ring's limit), -ENOMEM.
 */
struct fr_mem *fr_mem_create(struct fr_device *device, u32 kind, u32 cache,
			     u32 slots, u32 slot_bytes)
{
	const struct fr_mem_ops *ops = fr_mem_find(device, kind);
	struct fr_mem *mem;
	u64 charge = 0;
	int ret;

	if (!ops)
		return ERR_PTR(-EINVAL);
	if (cache == FRAMERING_CACHE_DEFAULT)
		cache = fr_mem_default_cache(ops->caches(device));
	if (cache >= 32 || !(ops->caches(device) & BIT(cache)))
		return ERR_PTR(-EINVAL);
	if (!ops->foreign)
		charge = slots * (ops->cost ? ops->cost(slot_bytes) :
					      slot_bytes);
	ret = fr_mem_charge(charge);
	if (ret)
		return ERR_PTR(ret);
	mem = fr_mem_new(device, ops, cache, slots, slot_bytes);
	if (IS_ERR(mem))
		fr_mem_uncharge(charge);
	else
		mem->charge = charge;
	return mem;
}

static void fr_mem_release(struct kref *ref)
{
	struct fr_mem *mem = container_of(ref, struct fr_mem, ref);
	struct fr_device *device = mem->device;

	mem->ops->free(mem);
	fr_mem_uncharge(mem->charge);
	kfree(mem);
	/* The device may go at once. */
	fr_device_put(device);
}

void fr_mem_get(struct fr_mem *mem)
{
	kref_get(&mem->ref);
}

void fr_mem_put(struct fr_mem *mem)
{
	kref_put(&mem->ref, fr_mem_release);
}
