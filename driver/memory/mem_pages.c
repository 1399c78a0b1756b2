// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "pages": contiguous blocks of ordinary pages, the largest that
 * can be had, mapped block by block with remap_pfn_range().
 *
 * One allocation per slot would fail on a machine that has run for a day; one
 * page at a time would cost a page-table entry and a call each. Blocks of
 * falling size are neither.
 */
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "cache.h"
#include "mem.h"

/**
 * struct fr_block - contiguous pages
 * @page: the first
 * @first: its number, counted from the slot's start
 * @order: there are 1 << order of them
 */
struct fr_block {
	struct page *page;
	unsigned int first;
	unsigned int order;
};

/**
 * struct fr_pages - the blocks of one slot, in order of @first
 * @block: the blocks
 * @blocks: how many
 * @room: how many fit into @block
 */
struct fr_pages {
	struct fr_block *block;
	unsigned int blocks;
	unsigned int room;
};

/* One more block at the end of the list. */
static struct fr_block *fr_pages_grow(struct fr_pages *slot)
{
	struct fr_block *block;
	unsigned int room;

	if (slot->blocks == slot->room) {
		room = slot->room ? 2 * slot->room : 16;
		block = kvcalloc(room, sizeof(*block), FR_GFP_USER);
		if (!block)
			return NULL;
		if (slot->blocks)
			memcpy(block, slot->block,
			       slot->blocks * sizeof(*block));
		kvfree(slot->block);
		slot->block = block;
		slot->room = room;
	}
	return &slot->block[slot->blocks];
}

/* The largest block of at most 1 << *order pages; *order gets its size. */
static struct page *fr_pages_alloc_block(unsigned int *order)
{
	struct page *page;

	while (*order) {
		/* A large block is worth asking for, not fighting for. */
		page = alloc_pages(GFP_KERNEL_ACCOUNT | __GFP_ZERO |
				   __GFP_NORETRY | __GFP_NOWARN, *order);
		if (page)
			return page;
		(*order)--;
	}
	return alloc_page(FR_GFP_USER | __GFP_ZERO);
}

static int fr_pages_alloc_slot(struct fr_mem *mem, struct fr_pages *slot)
{
	unsigned int pages = mem->slot_bytes >> PAGE_SHIFT;
	unsigned int order = pageblock_order;
	unsigned int first = 0;

	while (first < pages) {
		struct fr_block *block = fr_pages_grow(slot);
		int ret;

		if (!block)
			return -ENOMEM;
		order = min_t(unsigned int, order, ilog2(pages - first));
		block->page = fr_pages_alloc_block(&order);
		if (!block->page)
			return -ENOMEM;
		block->first = first;
		block->order = order;
		/* From here on it is in the list, and freed from there. */
		slot->blocks++;
		ret = fr_cache_set(block->page, 1U << order, mem->cache);
		if (ret)
			return ret;
		first += 1U << order;
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	return 0;
}

/* What the tables hold for all blocks, or "default" if they differ. */
static u32 fr_pages_effective(struct fr_mem *mem)
{
	struct fr_pages *slots = mem->data;
	u32 cache = FRAMERING_CACHE_DEFAULT, found;
	unsigned int i, b;

	/* Nothing was switched: it is as any other memory of the kernel. */
	if (!FR_CACHE_SWITCHED)
		return FRAMERING_CACHE_WB;
	for (i = 0; i < mem->slots; i++) {
		for (b = 0; b < slots[i].blocks; b++) {
			struct page *page = slots[i].block[b].page;

			found = fr_cache_effective(page_address(page));
			if (cache && found != cache)
				return FRAMERING_CACHE_DEFAULT;
			cache = found;
			cond_resched();
		}
	}
	return cache;
}

static int fr_pages_alloc(struct fr_mem *mem)
{
	struct fr_pages *slots;
	unsigned int i;
	int ret;

	slots = kcalloc(mem->slots, sizeof(*slots), GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;
	mem->data = slots;
	for (i = 0; i < mem->slots; i++) {
		ret = fr_pages_alloc_slot(mem, &slots[i]);
		if (ret)
			return ret;
	}
	mem->cache_effective = fr_pages_effective(mem);
	return 0;
}

static void fr_pages_free_slot(struct fr_mem *mem, struct fr_pages *slot)
{
	unsigned int i;

	for (i = 0; i < slot->blocks; i++) {
		struct fr_block *block = &slot->block[i];

		/* Pages of a wrong type would corrupt their next owner. */
		if (fr_cache_restore(block->page, 1U << block->order,
				     mem->cache))
			pr_err("framering: BUG: %lu KiB lost: their cache mode cannot be restored\n",
			       PAGE_SIZE << block->order >> 10);
		else
			__free_pages(block->page, block->order);
		cond_resched();
	}
	kvfree(slot->block);
}

static void fr_pages_free(struct fr_mem *mem)
{
	struct fr_pages *slots = mem->data;
	unsigned int i;

	if (!slots)
		return;
	for (i = 0; i < mem->slots; i++)
		fr_pages_free_slot(mem, &slots[i]);
	kfree(slots);
}

/* The block that holds page @page of the slot. */
static struct fr_block *fr_pages_find(struct fr_pages *slot, unsigned int page)
{
	unsigned int low = 0, high = slot->blocks;

	while (high - low > 1) {
		unsigned int middle = (low + high) / 2;

		if (slot->block[middle].first <= page)
			low = middle;
		else
			high = middle;
	}
	return &slot->block[low];
}

static unsigned long fr_pages_pfn(struct fr_mem *mem, u32 slot,
				  unsigned long pgoff, unsigned long *run)
{
	struct fr_pages *pages = (struct fr_pages *)mem->data + slot;
	struct fr_block *block = fr_pages_find(pages, pgoff);
	unsigned long skip = pgoff - block->first;

	*run = (1UL << block->order) - skip;
	return page_to_pfn(block->page) + skip;
}

static int fr_pages_map(struct fr_mem *mem, struct vm_area_struct *vma,
			u32 slot, unsigned long pgoff)
{
	unsigned long addr = vma->vm_start;
	unsigned long n;

	vma->vm_page_prot = fr_cache_pgprot(vma->vm_page_prot, mem->cache);
	for (; addr < vma->vm_end; addr += n << PAGE_SHIFT, pgoff += n) {
		unsigned long pfn = fr_pages_pfn(mem, slot, pgoff, &n);
		int ret;

		n = min(n, (vma->vm_end - addr) >> PAGE_SHIFT);
		/* Where memory is in pieces, a large slot has very many. */
		cond_resched();
		if (fr_mem_huge(vma, addr, pfn, n))
			continue;
		ret = fr_cache_remap(vma, addr, pfn, n);
		if (ret)
			return ret;
	}
	return 0;
}

static void *fr_pages_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	struct fr_pages *pages = (struct fr_pages *)mem->data + slot;
	struct fr_block *block = fr_pages_find(pages, offset >> PAGE_SHIFT);
	u32 skip = offset - (block->first << PAGE_SHIFT);

	*len = (u32)(PAGE_SIZE << block->order) - skip;
	return page_address(block->page) + skip;
}

static u32 fr_pages_caches(const struct fr_device *device)
{
	return fr_cache_modes();
}

const struct fr_mem_ops fr_mem_pages_ops = {
	.name = "pages",
	.kind = FRAMERING_MEMORY_PAGES,
	.lasting = true,
	.vm_flags = VM_IO | VM_PFNMAP,
	.caches = fr_pages_caches,
	.alloc = fr_pages_alloc,
	.free = fr_pages_free,
	.map = fr_pages_map,
	.pfn = fr_pages_pfn,
	.at = fr_pages_at,
};
