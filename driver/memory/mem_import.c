// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "import": slots that lie in dma-bufs which the program brought,
 * of another driver's memory.
 *
 * The kernel's address of a dma-buf keeps its pages where they are for as long
 * as we have it, and it is all that read(2), write(2) and the test picture
 * need. Programs see the pages behind that address through our mappings, not
 * through the exporter's: so that what holds for every mapping of frames holds
 * for these, and above all that they can be taken away.
 */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "mem.h"

FR_IMPORT_DMA_BUF;

/**
 * struct fr_import_slot - a slot's dma-buf
 * @buf: holds a reference; NULL: none yet
 * @map: where the kernel has it; its address is NULL until then
 */
struct fr_import_slot {
	struct dma_buf *buf;
	struct iosys_map map;
};

static struct page *fr_import_find(const void *at)
{
	if (is_vmalloc_addr(at))
		return vmalloc_to_page(at);
	return virt_addr_valid(at) ? virt_to_page(at) : NULL;
}

/* Device memory that somebody mapped has no pages that we could show. */
static bool fr_import_has_pages(const void *at, u32 bytes)
{
	u32 offset;

	for (offset = 0; offset < bytes; offset += PAGE_SIZE) {
		if (!fr_import_find(at + offset))
			return false;
		cond_resched();
	}
	return true;
}

static int fr_import_map(struct fr_import_slot *slot, u32 bytes)
{
	struct iosys_map map;
	int ret;

	ret = dma_buf_vmap_unlocked(slot->buf, &map);
	/* An exporter without this operation says EINVAL. */
	if (ret)
		return ret == -EINVAL ? -EOPNOTSUPP : ret;
	slot->map = map;
	if (map.is_iomem || !PAGE_ALIGNED(map.vaddr) ||
	    !fr_import_has_pages(map.vaddr, bytes))
		return -EOPNOTSUPP;
	return 0;
}

static int fr_import_alloc(struct fr_mem *mem)
{
	const struct fr_import *import = mem->import;
	struct fr_import_slot *slots;
	int ret = 0;
	u32 i;

	if (!import)
		return -EINVAL;
	slots = kcalloc(mem->slots, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;
	mem->data = slots;
	for (i = 0; i < mem->slots && !ret; i++) {
		if (fatal_signal_pending(current))
			return -EINTR;
		if (import->buf[i]->size < mem->slot_bytes)
			return -EINVAL;
		get_dma_buf(import->buf[i]);
		slots[i].buf = import->buf[i];
		ret = fr_import_map(&slots[i], mem->slot_bytes);
	}
	mem->cache_effective = FRAMERING_CACHE_WB;
	return ret;
}

static void fr_import_free(struct fr_mem *mem)
{
	struct fr_import_slot *slots = mem->data;
	u32 i;

	for (i = 0; slots && i < mem->slots; i++) {
		if (!slots[i].buf)
			continue;
		if (slots[i].map.vaddr)
			dma_buf_vunmap_unlocked(slots[i].buf, &slots[i].map);
		dma_buf_put(slots[i].buf);
	}
	kfree(slots);
}

static void *fr_import_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	struct fr_import_slot *slots = mem->data;

	*len = mem->slot_bytes - offset;
	return slots[slot].map.vaddr + offset;
}

/* Uncounted: the pages are the exporter's, and it may count them in its way. */
static unsigned long fr_import_pfn(struct fr_mem *mem, u32 slot,
				   unsigned long pgoff, unsigned long *run)
{
	struct fr_import_slot *slots = mem->data;

	*run = 1;
	return page_to_pfn(fr_import_find(slots[slot].map.vaddr +
					  (pgoff << PAGE_SHIFT)));
}

/* As the exporter has them mapped, which is cached but for few. */
static u32 fr_import_caches(const struct fr_device *device)
{
	return BIT(FRAMERING_CACHE_WB);
}

const struct fr_mem_ops fr_mem_import_ops = {
	.name = "import",
	.kind = FRAMERING_MEMORY_IMPORT,
	.vm_flags = VM_IO | VM_PFNMAP,
	.caches = fr_import_caches,
	.alloc = fr_import_alloc,
	.free = fr_import_free,
	.pfn = fr_import_pfn,
	.at = fr_import_at,
};
