// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "import": slots that lie in dma-bufs which the program brought,
 * of another driver's memory.
 *
 * The kernel's address of a dma-buf is all that read(2), write(2) and the test
 * picture need. Programs see the pages behind that address through our
 * mappings, not through the exporter's: so that what holds for every mapping of
 * frames holds for these, and above all that they can be taken away.
 *
 * That is right only where pages stay what they are as long as the dma-buf is
 * there. Graphics drivers (TTM) move them, even under an address that they gave
 * out, and others have device memory or other cache modes there: so exporters
 * are taken by name, those that were looked at.
 */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "mem.h"

FR_IMPORT_DMA_BUF;

/*
 * Pages that are made once, for the dma-buf's whole life, and mapped cached:
 * of memfds, of the heap "system", and what VIDIOC_EXPBUF gives of cameras that
 * the processor fills.
 */
static const char *const fr_import_exporters[] = {
	"udmabuf",
	"system",
	"videobuf2_vmalloc",
};

/**
 * struct fr_import_slot - a slot's dma-buf
 * @buf: holds a reference; NULL: none yet
 * @map: where the kernel has it; its address is NULL until then
 */
struct fr_import_slot {
	struct dma_buf *buf;
	struct iosys_map map;
};

/**
 * struct fr_import_slots - all of them
 * @work: gives them back
 * @count: how many
 * @slot: each
 */
struct fr_import_slots {
	struct work_struct work;
	u32 count;
	struct fr_import_slot slot[];
};

static struct workqueue_struct *fr_import_queue;

int fr_import_init(void)
{
	fr_import_queue = alloc_workqueue("framering-import", WQ_UNBOUND, 0);
	return fr_import_queue ? 0 : -ENOMEM;
}

/* There is no ring any more. What the last of them had goes now. */
void fr_import_exit(void)
{
	destroy_workqueue(fr_import_queue);
}

static bool fr_import_knows(const struct dma_buf *buf)
{
	return match_string(fr_import_exporters,
			    ARRAY_SIZE(fr_import_exporters),
			    buf->exp_name) >= 0;
}

/* Their addresses are all in that range. */
static struct page *fr_import_find(const void *at)
{
	return vmalloc_to_page(at);
}

/* It is what we know of this exporter, else there is nothing to be shown. */
static bool fr_import_has_pages(const void *at, u32 bytes)
{
	struct page *page;
	u32 offset;

	for (offset = 0; offset < bytes; offset += PAGE_SIZE) {
		if (!is_vmalloc_addr(at + offset))
			return false;
		page = fr_import_find(at + offset);
		if (!page || !pfn_valid(page_to_pfn(page)) ||
		    PageReserved(page))
			return false;
		cond_resched();
	}
	return true;
}

static int fr_import_map(struct fr_import_slot *slot, u32 bytes)
{
	struct iosys_map map;
	int ret;

	if (!fr_import_knows(slot->buf))
		return -EOPNOTSUPP;
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

/* Nothing shows the slots any more. */
static void fr_import_work(struct work_struct *work)
{
	struct fr_import_slots *slots =
		container_of(work, struct fr_import_slots, work);
	u32 i;

	for (i = 0; i < slots->count; i++) {
		struct fr_import_slot *slot = &slots->slot[i];

		if (!slot->buf)
			continue;
		if (slot->map.vaddr)
			dma_buf_vunmap_unlocked(slot->buf, &slot->map);
		dma_buf_put(slot->buf);
	}
	kfree(slots);
}

static int fr_import_alloc(struct fr_mem *mem)
{
	const struct fr_import *import = mem->import;
	struct fr_import_slots *slots;
	int ret = 0;
	u32 i;

	if (!import)
		return -EINVAL;
	slots = kzalloc(struct_size(slots, slot, mem->slots),
			GFP_KERNEL_ACCOUNT);
	if (!slots)
		return -ENOMEM;
	slots->count = mem->slots;
	INIT_WORK(&slots->work, fr_import_work);
	mem->data = slots;
	for (i = 0; i < mem->slots && !ret; i++) {
		if (fatal_signal_pending(current))
			return -EINTR;
		if (import->buf[i]->size < mem->slot_bytes)
			return -EINVAL;
		get_dma_buf(import->buf[i]);
		slots->slot[i].buf = import->buf[i];
		ret = fr_import_map(&slots->slot[i], mem->slot_bytes);
	}
	mem->cache_effective = FRAMERING_CACHE_WB;
	return ret;
}

/*
 * Not by whoever drops the last reference: to take an address away, the lock of
 * the dma-buf is waited for, which other drivers may hold for long.
 */
static void fr_import_free(struct fr_mem *mem)
{
	struct fr_import_slots *slots = mem->data;

	if (slots)
		queue_work(fr_import_queue, &slots->work);
}

static void *fr_import_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	struct fr_import_slots *slots = mem->data;

	*len = mem->slot_bytes - offset;
	return slots->slot[slot].map.vaddr + offset;
}

/* Uncounted: the pages are the exporter's, and it may count them in its way. */
static unsigned long fr_import_pfn(struct fr_mem *mem, u32 slot,
				   unsigned long pgoff, unsigned long *run)
{
	struct fr_import_slots *slots = mem->data;

	*run = 1;
	return page_to_pfn(fr_import_find(slots->slot[slot].map.vaddr +
					  (pgoff << PAGE_SHIFT)));
}

/* As the exporters have them mapped. */
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
