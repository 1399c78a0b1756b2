// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots for other drivers. Only of lasting kinds, which are ordinary pages, in
 * blocks or one by one.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "cache.h"
#include "mem.h"
#include "share.h"

/* A page of a slot; *@run gets how many lie in a row from it on. */
static struct page *fr_share_page(struct fr_mem *mem, u32 slot,
				  unsigned long pgoff, unsigned long *run)
{
	*run = 1;
	if (mem->ops->page)
		return mem->ops->page(mem, slot, pgoff);
	return pfn_to_page(mem->ops->pfn(mem, slot, pgoff, run));
}

static unsigned int fr_share_blocks(struct fr_mem *mem, u32 slot)
{
	unsigned long pages = mem->slot_bytes >> PAGE_SHIFT, at, run;
	unsigned int blocks = 0;

	for (at = 0; at < pages; at += run, blocks++)
		fr_share_page(mem, slot, at, &run);
	return blocks;
}

/**
 * fr_share_sgt - a slot as a scatter list: an entry for each block of pages
 * @mem: memory of a lasting kind
 * @slot: number of the slot
 * @sgt: gets the list, sg_free_table() it; not mapped for any device
 *
 * Return: 0 or -ENOMEM.
 */
int fr_share_sgt(struct fr_mem *mem, u32 slot, struct sg_table *sgt)
{
	unsigned long at = 0, run;
	struct scatterlist *sg;
	unsigned int i;
	int ret;

	ret = sg_alloc_table(sgt, fr_share_blocks(mem, slot), GFP_KERNEL);
	if (ret)
		return ret;
	for_each_sgtable_sg(sgt, sg, i) {
		struct page *page = fr_share_page(mem, slot, at, &run);

		sg_set_page(sg, page, run << PAGE_SHIFT, 0);
		at += run;
	}
	return 0;
}

static void *fr_share_vmap_pages(struct fr_mem *mem, u32 slot)
{
	unsigned long pages = mem->slot_bytes >> PAGE_SHIFT, at, run, i;
	struct page **list;
	void *address;

	list = kvmalloc_array(pages, sizeof(*list), GFP_KERNEL);
	if (!list)
		return NULL;
	for (at = 0; at < pages; at += run) {
		struct page *page = fr_share_page(mem, slot, at, &run);

		for (i = 0; i < run; i++)
			list[at + i] = page + i;
	}
	address = vmap(list, pages, VM_MAP,
		       fr_cache_pgprot(PAGE_KERNEL, mem->cache));
	kvfree(list);
	return address;
}

/**
 * fr_share_vmap - where the kernel has a slot, in a row
 * @mem: memory of a lasting kind
 * @slot: number of the slot
 *
 * In the cache mode of all other mappings of it. Made once and kept with the
 * memory: some displays ask for it at each frame.
 *
 * Return: the address, or NULL: no memory.
 */
void *fr_share_vmap(struct fr_mem *mem, u32 slot)
{
	void *at, *old;
	u32 len;

	at = mem->ops->at(mem, slot, 0, &len);
	if (len >= mem->slot_bytes)
		return at;
	at = READ_ONCE(mem->vmap[slot]);
	if (at)
		return at;
	at = fr_share_vmap_pages(mem, slot);
	if (!at)
		return NULL;
	/* Somebody else may have been faster. */
	old = cmpxchg(&mem->vmap[slot], NULL, at);
	if (!old)
		return at;
	vunmap(at);
	return old;
}

/**
 * fr_share_dummy - what a driver gets that asks for an address too late
 * @bytes: how much, whole pages
 *
 * A single page all over. To be refused would be no harm to the driver, but the
 * kernel's dma-buf core warns of it, and who gets a dma-buf could make it.
 *
 * Return: the address, fr_share_dummy_free() it; or NULL: no memory.
 */
void *fr_share_dummy(u32 bytes)
{
	unsigned long pages = bytes >> PAGE_SHIFT, i;
	struct page **list, *page;
	void *address = NULL;

	list = kvmalloc_array(pages, sizeof(*list), GFP_KERNEL);
	page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (list && page) {
		for (i = 0; i < pages; i++)
			list[i] = page;
		address = vmap(list, pages, VM_MAP, PAGE_KERNEL);
	}
	kvfree(list);
	if (page && !address)
		__free_page(page);
	return address;
}

void fr_share_dummy_free(void *address)
{
	struct page *page = vmalloc_to_page(address);

	vunmap(address);
	__free_page(page);
}
