// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory kind "bar": frames in the memory of a PCI device, mapped by
 * io_remap_pfn_range(). All slots of a generation lie in a row, so that a card
 * needs one address to find them.
 *
 * No struct page stands behind it: no page is counted, and nothing but the
 * revocation of all mappings lets the device go.
 */
#include <linux/genalloc.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include "cache.h"
#include "device/device.h"
#include "mem.h"

/**
 * struct fr_bar - the slots of one generation
 * @area: what gen_pool_alloc() gave
 * @io: where the kernel has it
 */
struct fr_bar {
	unsigned long area;
	void __iomem *io;
};

static u64 fr_bar_bytes(struct fr_mem *mem)
{
	return (u64)mem->slots * mem->slot_bytes;
}

static phys_addr_t fr_bar_start(struct fr_mem *mem)
{
	return mem->device->bar + mem->bar_offset;
}

static void __iomem *fr_bar_remap(phys_addr_t start, u64 bytes, u32 cache)
{
	switch (cache) {
	case FRAMERING_CACHE_WC:
		return ioremap_wc(start, bytes);
	case FRAMERING_CACHE_UC:
		return ioremap(start, bytes);
	default:
		return ioremap_cache(start, bytes);
	}
}

/* The next piece that is to be zero. Uncached, all takes a while. */
static u64 fr_bar_clear_some(struct fr_mem *mem, u64 done)
{
	struct fr_bar *bar = mem->data;
	size_t n = min_t(u64, fr_bar_bytes(mem) - done, SZ_1M);

	memset_io(bar->io + done, 0, n);
	cond_resched();
	return done + n;
}

/* What was there before must not be seen. */
static int fr_bar_clear(struct fr_mem *mem)
{
	u64 bytes = fr_bar_bytes(mem), done = 0;

	while (done < bytes) {
		done = fr_bar_clear_some(mem, done);
		if (fatal_signal_pending(current))
			return -EINTR;
		if (READ_ONCE(mem->device->going))
			return -ENODEV;
	}
	return 0;
}

/* A card without power forgets, or remembers what another driver left. */
static void fr_bar_resume(struct fr_mem *mem)
{
	u64 bytes = fr_bar_bytes(mem), done = 0;

	while (done < bytes)
		done = fr_bar_clear_some(mem, done);
}

/* Memory without side effects, whatever the type says: no need for readl(). */
static void *fr_bar_memory(struct fr_mem *mem)
{
	struct fr_bar *bar = mem->data;

	return (void __force *)bar->io;
}

static int fr_bar_alloc(struct fr_mem *mem)
{
	u64 bytes = fr_bar_bytes(mem);
	struct fr_bar *bar;

	if (bytes > mem->device->bar_bytes)
		return -EFBIG;
	bar = kzalloc(sizeof(*bar), GFP_KERNEL_ACCOUNT);
	if (!bar)
		return -ENOMEM;
	mem->data = bar;
	bar->area = gen_pool_alloc(mem->device->bar_pool, bytes);
	if (!bar->area)
		return -ENOMEM;
	mem->bar_offset = bar->area - FR_BAR_POOL_BASE;
	bar->io = fr_bar_remap(fr_bar_start(mem), bytes, mem->cache);
	if (!bar->io)
		return -ENOMEM;
	mem->cache_effective = fr_cache_effective(fr_bar_memory(mem));
	/* Where tables cannot be read back, the platform's word is all. */
	if (!mem->cache_effective)
		mem->cache_effective = mem->cache;
	return fr_bar_clear(mem);
}

static void fr_bar_free(struct fr_mem *mem)
{
	struct fr_bar *bar = mem->data;

	if (!bar)
		return;
	if (bar->io)
		iounmap(bar->io);
	if (bar->area)
		gen_pool_free(mem->device->bar_pool, bar->area,
			      fr_bar_bytes(mem));
	kfree(bar);
}

static int fr_bar_map(struct fr_mem *mem, struct vm_area_struct *vma, u32 slot,
		      unsigned long pgoff)
{
	unsigned long pfn = PHYS_PFN(fr_bar_start(mem)) +
			    slot * PFN_DOWN(mem->slot_bytes) + pgoff;

	vma->vm_page_prot = fr_cache_pgprot(vma->vm_page_prot, mem->cache);
	return fr_cache_io_remap(vma, pfn);
}

static void *fr_bar_at(struct fr_mem *mem, u32 slot, u32 offset, u32 *len)
{
	*len = mem->slot_bytes - offset;
	return fr_bar_memory(mem) + (size_t)slot * mem->slot_bytes + offset;
}

/*
 * Beyond x86, only write-combined is the same type for the kernel's mapping
 * and for the user's, and never device memory.
 */
static u32 fr_bar_caches(const struct fr_device *device)
{
	if (!device->bar_bytes)
		return 0;
	return FR_CACHE_SWITCHED ? fr_cache_modes() : BIT(FRAMERING_CACHE_WC);
}

const struct fr_mem_ops fr_mem_bar_ops = {
	.name = "bar",
	.kind = FRAMERING_MEMORY_BAR,
	.vm_flags = VM_IO | VM_PFNMAP,
	.foreign = true,
	.caches = fr_bar_caches,
	.alloc = fr_bar_alloc,
	.free = fr_bar_free,
	.map = fr_bar_map,
	.resume = fr_bar_resume,
	.at = fr_bar_at,
};
