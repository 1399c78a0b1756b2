// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "vmalloc": single pages, in a row only for the kernel. Nothing
 * is contiguous for remap_pfn_range(), so a page is mapped when it is touched.
 *
 * These are counted pages: get_user_pages() takes them, so a program may read
 * a file or a socket into a slot with O_DIRECT or io_uring. Such a pin keeps
 * the page beyond the end of the mapping, and of the generation.
 */
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "mem.h"

/* One allocation per slot; mem->data is the list of them. */
static int fr_vmalloc_alloc(struct fr_mem *mem)
{
	void **slots;
	u32 i;

	slots = kcalloc(mem->slots, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;
	mem->data = slots;
	for (i = 0; i < mem->slots; i++) {
		/* As vmalloc_user(), which counts it to no cgroup. */
		slots[i] = __vmalloc(mem->slot_bytes,
				     FR_GFP_USER | __GFP_ZERO);
		if (!slots[i])
			return -ENOMEM;
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	mem->cache_effective = FRAMERING_CACHE_WB;
	return 0;
}

static void fr_vmalloc_free(struct fr_mem *mem)
{
	void **slots = mem->data;
	u32 i;

	for (i = 0; slots && i < mem->slots; i++)
		vfree(slots[i]);
	kfree(slots);
}

static void *fr_vmalloc_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	void **slots = mem->data;

	*len = mem->slot_bytes - offset;
	return slots[slot] + offset;
}

/* Neighbours in a slot are none in memory: each has to be looked up. */
static struct page *fr_vmalloc_page(struct fr_mem *mem, u32 slot,
				    unsigned long pgoff)
{
	void **slots = mem->data;

	return vmalloc_to_page(slots[slot] + (pgoff << PAGE_SHIFT));
}

/* The kernel's other mapping of these pages is, and stays, cached. */
static u32 fr_vmalloc_caches(const struct fr_device *device)
{
	return BIT(FRAMERING_CACHE_WB);
}

const struct fr_mem_ops fr_mem_vmalloc_ops = {
	.name = "vmalloc",
	.kind = FRAMERING_MEMORY_VMALLOC,
	.lasting = true,
	.vm_flags = VM_MIXEDMAP,
	.caches = fr_vmalloc_caches,
	.alloc = fr_vmalloc_alloc,
	.free = fr_vmalloc_free,
	.page = fr_vmalloc_page,
	.at = fr_vmalloc_at,
};
