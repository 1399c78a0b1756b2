// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "coherent": what the ring's device can reach by DMA without
 * flushing caches. Each slot is one allocation, contiguous for the device: on
 * a machine without IOMMU and CMA that is at most 4 MiB, and less once memory
 * is fragmented.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "cache.h"
#include "compat.h"
#include "device/device.h"
#include "mem.h"

/**
 * struct fr_coherent - one slot
 * @at: where the kernel has it; NULL if it was not allocated
 * @dma: where the device has it
 */
struct fr_coherent {
	void *at;
	dma_addr_t dma;
};

/* Where devices see the caches, the platform gives cached memory anyway. */
static unsigned long fr_coherent_attrs(struct fr_mem *mem)
{
	return DMA_ATTR_NO_WARN | (mem->cache == FRAMERING_CACHE_WC ?
				   DMA_ATTR_WRITE_COMBINE : 0);
}

static int fr_coherent_alloc(struct fr_mem *mem)
{
	struct fr_coherent *slots;
	u32 i;

	slots = kcalloc(mem->slots, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;
	mem->data = slots;
	for (i = 0; i < mem->slots; i++) {
		/* Zeroed, as all of dma_alloc_attrs()'s memory. */
		slots[i].at = dma_alloc_attrs(mem->device->dev,
					      mem->slot_bytes, &slots[i].dma,
					      FR_GFP_USER,
					      fr_coherent_attrs(mem));
		if (!slots[i].at)
			return -ENOMEM;
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	mem->cache_effective = fr_cache_effective(slots[0].at);
	/* Where tables cannot be read back, the platform's word is all. */
	if (!mem->cache_effective)
		mem->cache_effective = mem->cache;
	return 0;
}

static void fr_coherent_free(struct fr_mem *mem)
{
	struct fr_coherent *slots = mem->data;
	u32 i;

	for (i = 0; slots && i < mem->slots; i++)
		if (slots[i].at)
			dma_free_attrs(mem->device->dev, mem->slot_bytes,
				       slots[i].at, slots[i].dma,
				       fr_coherent_attrs(mem));
	kfree(slots);
}

/*
 * dma_mmap_attrs() takes vm_pgoff for an offset into its buffer; ours is an
 * offset into the role file, and must be one again for unmap_mapping_range().
 */
static int fr_coherent_map(struct fr_mem *mem, struct vm_area_struct *vma,
			   u32 slot, unsigned long pgoff)
{
	struct fr_coherent *slots = mem->data;
	unsigned long ours = vma->vm_pgoff;
	int ret;

	vma->vm_pgoff = pgoff;
	ret = dma_mmap_attrs(mem->device->dev, vma, slots[slot].at,
			     slots[slot].dma, mem->slot_bytes,
			     fr_coherent_attrs(mem));
	vma->vm_pgoff = ours;
	if (!ret && virt_addr_valid(slots[slot].at))
		fr_untrack_ram(vma);
	return ret;
}

static void *fr_coherent_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	struct fr_coherent *slots = mem->data;

	*len = mem->slot_bytes - offset;
	return slots[slot].at + offset;
}

/* What the platform gives, and nothing else. */
static u32 fr_coherent_caches(const struct fr_device *device)
{
	if (!dma_can_mmap(device->dev))
		return 0;
	return dev_is_dma_coherent(device->dev) ? BIT(FRAMERING_CACHE_WB) :
						  BIT(FRAMERING_CACHE_WC);
}

/* The page allocator rounds up to a power of two, and keeps the rest. */
static u64 fr_coherent_cost(u32 slot_bytes)
{
	return (u64)PAGE_SIZE << get_order(slot_bytes);
}

const struct fr_mem_ops fr_mem_coherent_ops = {
	.name = "coherent",
	.kind = FRAMERING_MEMORY_COHERENT,
	/* With an IOMMU its pages are counted, else not: the core finds out. */
	.vm_flags = VM_IO,
	.cost = fr_coherent_cost,
	.caches = fr_coherent_caches,
	.alloc = fr_coherent_alloc,
	.free = fr_coherent_free,
	.map = fr_coherent_map,
	.at = fr_coherent_at,
};
