// SPDX-License-Identifier: GPL-2.0-only
/* The memory kinds, by number, and the limits that hold for all of them. */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "mem.h"

/* The first kind is the default. */
static const struct fr_mem_ops *const fr_mem_kinds_table[] = {
	&fr_mem_pages_ops,
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

/* Take @bytes from what all rings may have. */
static int fr_mem_charge(u64 bytes)
{
	u64 limit = max_bytes ? max_bytes : fr_mem_share(4);

	if (bytes > fr_mem_max_bytes())
		return -EFBIG;
	if (atomic64_add_return(bytes, &fr_mem_bytes) > limit) {
		atomic64_sub(bytes, &fr_mem_bytes);
		return -ENOMEM;
	}
	return 0;
}

/* Bit i: enum framering_memory i can be configured. */
u32 fr_mem_kinds(void)
{
	u32 kinds = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(fr_mem_kinds_table); i++)
		kinds |= BIT(fr_mem_kinds_table[i]->kind);
	return kinds;
}

/* Bit i: some kind offers enum framering_cache i. */
u32 fr_mem_caches(void)
{
	u32 caches = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(fr_mem_kinds_table); i++)
		caches |= fr_mem_kinds_table[i]->caches;
	return caches;
}

static const struct fr_mem_ops *fr_mem_find(u32 kind)
{
	int i;

	if (kind == FRAMERING_MEMORY_DEFAULT)
		return fr_mem_kinds_table[0];
	for (i = 0; i < ARRAY_SIZE(fr_mem_kinds_table); i++)
		if (fr_mem_kinds_table[i]->kind == kind)
			return fr_mem_kinds_table[i];
	return NULL;
}

/**
 * fr_mem_create - make the slots of a generation
 * @kind: enum framering_memory
 * @cache: enum framering_cache
 * @slots: how many
 * @slot_bytes: size of each, whole pages
 *
 * Return: the memory, zeroed, or -EINVAL (no such kind, or it cannot have that
 * cache mode), -EFBIG (over the ring's limit), -ENOMEM.
 */
struct fr_mem *fr_mem_create(u32 kind, u32 cache, u32 slots, u32 slot_bytes)
{
	const struct fr_mem_ops *ops = fr_mem_find(kind);
	u64 bytes = (u64)slots * slot_bytes;
	struct fr_mem *mem;
	int ret;

	if (!ops)
		return ERR_PTR(-EINVAL);
	if (cache == FRAMERING_CACHE_DEFAULT)
		cache = ops->cache;
	if (cache >= 32 || !(ops->caches & BIT(cache)))
		return ERR_PTR(-EINVAL);
	ret = fr_mem_charge(bytes);
	if (ret)
		return ERR_PTR(ret);
	ret = -ENOMEM;
	mem = kzalloc(sizeof(*mem), GFP_KERNEL_ACCOUNT);
	if (!mem)
		goto err_uncharge;
	mem->ops = ops;
	kref_init(&mem->ref);
	mem->slots = slots;
	mem->slot_bytes = slot_bytes;
	mem->cache = cache;
	ret = ops->alloc(mem);
	if (ret)
		goto err_free;
	return mem;

err_free:
	ops->free(mem);
	kfree(mem);
err_uncharge:
	atomic64_sub(bytes, &fr_mem_bytes);
	return ERR_PTR(ret);
}

static void fr_mem_release(struct kref *ref)
{
	struct fr_mem *mem = container_of(ref, struct fr_mem, ref);

	mem->ops->free(mem);
	atomic64_sub((u64)mem->slots * mem->slot_bytes, &fr_mem_bytes);
	kfree(mem);
}

void fr_mem_get(struct fr_mem *mem)
{
	kref_get(&mem->ref);
}

void fr_mem_put(struct fr_mem *mem)
{
	kref_put(&mem->ref, fr_mem_release);
}
