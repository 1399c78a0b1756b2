// SPDX-License-Identifier: GPL-2.0-only
/* The memory kinds, by number, and what holds for all of them. */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "device/device.h"
#include "mem.h"

/* The first that can be had on a ring's device is its default. */
static const struct fr_mem_ops *const fr_mem_kinds[] = {
#ifdef CONFIG_PCI
	&fr_mem_bar_ops,
#endif
	&fr_mem_pages_ops,
	&fr_mem_vmalloc_ops,
	&fr_mem_coherent_ops,
#ifdef CONFIG_DMA_SHARED_BUFFER
	&fr_mem_import_ops,
#endif
};

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

/* What kind @kind, which is not the default, is called. */
const char *fr_mem_name(u32 kind)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(fr_mem_kinds); i++)
		if (kind == fr_mem_kinds[i]->kind)
			return fr_mem_kinds[i]->name;
	return "unknown";
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

/*
 * Frames are written once and read by streaming loads: see docs/abi.md. Where
 * some reader knows plain loads alone, they had better be @cached.
 */
static u32 fr_mem_default_cache(u32 caches, bool cached)
{
	if (cached && caches & BIT(FRAMERING_CACHE_WB))
		return FRAMERING_CACHE_WB;
	return caches & BIT(FRAMERING_CACHE_WC) ? FRAMERING_CACHE_WC :
						  FRAMERING_CACHE_WB;
}

static struct fr_mem *fr_mem_new(struct fr_device *device,
				 const struct fr_mem_ops *ops, u32 cache,
				 u32 slots, u32 slot_bytes,
				 const struct fr_import *import)
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
	mem->import = import;
	ret = ops->alloc(mem);
	mem->import = NULL;
	if (ret) {
		ops->free(mem);
		kfree(mem);
		return ERR_PTR(ret);
	}
	fr_device_get(device);
	return mem;
}

static void fr_mem_free(struct fr_mem *mem)
{
	struct fr_device *device = mem->device;
	u32 i;

	if (mem->meta)
		fr_mem_free(mem->meta);
	for (i = 0; i < mem->slots; i++)
		vunmap(mem->vmap[i]);
	mem->ops->free(mem);
	kfree(mem);
	/* The device may go at once. */
	if (device)
		fr_device_put(device);
}

/* The slots, and what lies beside them: processors read and write that. */
static struct fr_mem *fr_mem_new_pair(struct fr_device *device,
				      const struct fr_mem_ops *ops, u32 cache,
				      const struct framering_config *config,
				      const struct fr_import *import)
{
	u32 meta_bytes = PAGE_ALIGN(config->geometry.meta_bytes);
	struct fr_mem *mem, *meta;

	mem = fr_mem_new(device, ops, cache, config->slots,
			 config->geometry.slot_bytes, import);
	if (IS_ERR(mem) || !meta_bytes)
		return mem;
	meta = fr_mem_new(device, &fr_mem_pages_ops, FRAMERING_CACHE_WB,
			  config->slots, meta_bytes, NULL);
	if (IS_ERR(meta))
		fr_mem_free(mem);
	else
		mem->meta = meta;
	return IS_ERR(meta) ? meta : mem;
}

/* What the limits count. */
static u64 fr_mem_cost(const struct fr_mem_ops *ops,
		       const struct framering_config *config,
		       const struct fr_import *import)
{
	u32 slot_bytes = config->geometry.slot_bytes;
	u64 bytes = PAGE_ALIGN(config->geometry.meta_bytes);

	if (import)
		return import->bytes + config->slots * bytes;
	if (!ops->foreign)
		bytes += ops->cost ? ops->cost(slot_bytes) : slot_bytes;
	return config->slots * bytes;
}

/**
 * fr_mem_create - make the slots of a generation
 * @device: what they lie on; the caller holds a reference
 * @uid: the user who configures: the limits count it
 * @config: what is wanted, with the geometry filled in
 * @cached: where nothing is asked for, the processor shall cache it if it can
 * @import: dma-bufs for kind "import"; else NULL
 *
 * Return: the memory, zeroed but for kind "import"; or -EINVAL (no such kind
 * here, or it cannot have that cache mode; or a dma-buf is too small), -EFBIG,
 * -EDQUOT (as fr_charge_take()), -ENOMEM, -EOPNOTSUPP (a dma-buf that we
 * cannot show), or what its exporter says.
 */
struct fr_mem *fr_mem_create(struct fr_device *device, kuid_t uid,
			     const struct framering_config *config,
			     bool cached, const struct fr_import *import)
{
	const struct fr_mem_ops *ops = fr_mem_find(device, config->memory);
	u32 cache = config->cache;
	struct fr_charge charge;
	struct fr_mem *mem;
	int ret;

	if (!ops)
		return ERR_PTR(-EINVAL);
	if (cache == FRAMERING_CACHE_DEFAULT)
		cache = fr_mem_default_cache(ops->caches(device), cached);
	if (cache >= 32 || !(ops->caches(device) & BIT(cache)))
		return ERR_PTR(-EINVAL);
	ret = fr_charge_take(&charge, device, uid,
			     fr_mem_cost(ops, config, import));
	if (ret)
		return ERR_PTR(ret);
	mem = fr_mem_new_pair(device, ops, cache, config, import);
	if (IS_ERR(mem))
		fr_charge_give(&charge);
	else
		mem->charge = charge;
	return mem;
}

static void fr_mem_release(struct kref *ref)
{
	struct fr_mem *mem = container_of(ref, struct fr_mem, ref);
	struct fr_charge charge = mem->charge;

	fr_mem_free(mem);
	fr_charge_give(&charge);
}

void fr_mem_get(struct fr_mem *mem)
{
	kref_get(&mem->ref);
}
EXPORT_SYMBOL_NS_GPL(fr_mem_get, FR_NAMESPACE);

void fr_mem_put(struct fr_mem *mem)
{
	kref_put(&mem->ref, fr_mem_release);
}
EXPORT_SYMBOL_NS_GPL(fr_mem_put, FR_NAMESPACE);

/**
 * fr_mem_let_go - let the device go, although something keeps its memory
 * @mem: memory of a lasting kind; the caller holds a reference
 *
 * And its ring, and who configured that: whoever keeps it pays for it.
 */
void fr_mem_let_go(struct fr_mem *mem)
{
	struct fr_device *device = xchg(&mem->device, NULL);

	if (!device)
		return;
	if (mem->meta)
		fr_mem_let_go(mem->meta);
	fr_charge_let_go(&mem->charge);
	fr_device_put(device);
}

/* The machine has slept. What is lost of the frames becomes zero. */
void fr_mem_resume(struct fr_mem *mem)
{
	if (mem->ops->resume)
		mem->ops->resume(mem);
}
