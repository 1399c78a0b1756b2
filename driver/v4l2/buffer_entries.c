// SPDX-License-Identifier: GPL-2.0-only
/*
 * Entries of page tables for what a buffer shows: of 2 MiB where slots are made
 * of such blocks and the program's address allows it, else page by page. A
 * reader's buffer shows another frame each time, so this is most of what a
 * frame costs.
 *
 * Which of the two it is follows from what is shown, and from whether there are
 * entries by page already. Everybody who asks under map_lock decides alike, and
 * nobody meets the other kind where he is about to make his own.
 */
#include <linux/align.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rwsem.h>

#include "buffer.h"
#include "buffer_entries.h"
#include "compat.h"
#include "lease.h"
#include "memory/cache.h"
#include "memory/mem.h"
#include "picture.h"
#include "video.h"

/* Entries that one page fault makes: 8 MiB of 4 KiB pages. */
#define FR_BUFFER_AROUND	2048UL

/**
 * struct fr_buffer_run - pages in a row in memory
 * @pfn: frame number of the next one
 * @left: how many there are
 * @prot: their protection
 */
struct fr_buffer_run {
	unsigned long pfn;
	unsigned long left;
	pgprot_t prot;
};

/* From page @page of a lease on, with the processor's cache mode. */
static void fr_buffer_lease_run(const struct fr_lease *lease,
				unsigned long page, struct fr_buffer_run *run)
{
	struct fr_mem *mem = lease->mem;

	/* Beyond it, or lost: nothing of anybody's. */
	if (page >= lease->pages) {
		run->pfn = page_to_pfn(ZERO_PAGE(0));
	} else if (lease->picture) {
		run->pfn = vmalloc_to_pfn(lease->picture->data +
					  (page << PAGE_SHIFT));
	} else if (mem->ops->page) {
		run->pfn = page_to_pfn(mem->ops->page(mem, lease->slot, page));
		run->prot = fr_cache_pgprot(run->prot, mem->cache);
	} else {
		run->pfn = mem->ops->pfn(mem, lease->slot, page, &run->left);
		run->left = min(run->left, lease->pages - page);
		run->prot = fr_cache_pgprot(run->prot, mem->cache);
	}
}

/* A page of a slot that the program fills. map_lock is held. */
bool fr_buffer_is_filled(const struct fr_buffer *buffer, unsigned long page)
{
	const struct fr_lease *lease = buffer->lease;

	return lease && lease->filled && page < lease->pages;
}

/* From page @page of the buffer on, as the program sees it. */
static void fr_buffer_run(struct fr_buffer *buffer, struct vm_area_struct *vma,
			  unsigned long page, struct fr_buffer_run *run)
{
	bool written = buffer->written && buffer->written[page];

	run->left = 1;
	run->prot = vm_get_page_prot(VM_READ | VM_SHARED);
	if (vma->vm_flags & VM_WRITE &&
	    (written || fr_buffer_is_filled(buffer, page)))
		run->prot = vm_get_page_prot(VM_READ | VM_WRITE | VM_SHARED);
	if (written)
		run->pfn = page_to_pfn(buffer->written[page]);
	else if (buffer->lease)
		fr_buffer_lease_run(buffer->lease, page, run);
	else
		run->pfn = page_to_pfn(ZERO_PAGE(0));
	/* Some of them may have been written to. */
	if (buffer->written)
		run->left = 1;
}

/**
 * struct fr_buffer_fill - entries that are made in one go
 * @buffer: what is seen
 * @vma: where
 * @page: the next page of the buffer
 * @run: what is known from it on; none left: nothing
 */
struct fr_buffer_fill {
	struct fr_buffer *buffer;
	struct vm_area_struct *vma;
	unsigned long page;
	struct fr_buffer_run run;
};

static int fr_buffer_fill_one(pte_t *pte, unsigned long addr, void *data)
{
	struct fr_buffer_fill *fill = data;
	struct fr_buffer_run *run = &fill->run;

	if (!run->left)
		fr_buffer_run(fill->buffer, fill->vma, fill->page, run);
	/* Unless somebody else was faster. */
	if (pte_none(ptep_get(pte)))
		set_pte_at(fill->vma->vm_mm, addr, pte,
			   pte_mkspecial(pfn_pte(run->pfn, run->prot)));
	fill->page++;
	run->pfn++;
	run->left--;
	return 0;
}

/*
 * Uncounted entries: they are taken away before what they show is. Not by
 * vmf_insert_pfn_prot(), which on x86 looks for each page's memory type; these
 * pages have that of the kernel's own mapping, which is in @prot.
 */
static vm_fault_t fr_buffer_enter_pages(struct fr_buffer *buffer,
					struct vm_area_struct *vma,
					unsigned long addr, unsigned long page,
					unsigned long count)
{
	struct fr_buffer_fill fill = {
		.buffer = buffer,
		.vma = vma,
		.page = page,
	};

	return apply_to_page_range(vma->vm_mm, addr, count << PAGE_SHIFT,
				   fr_buffer_fill_one, &fill) ?
	       VM_FAULT_OOM : VM_FAULT_NOPAGE;
}

#ifdef FR_HUGE_ENTRIES
/* Whether entries of 2 MiB fit the address at which the buffer is seen. */
static bool fr_buffer_is_aligned(unsigned long addr, unsigned long page)
{
	return IS_ALIGNED(PFN_DOWN(addr) - page, PTRS_PER_PTE);
}

/* Whether somebody wrote to one of 2 MiB from page @page on. */
static bool fr_buffer_is_written(const struct fr_buffer *buffer,
				 unsigned long page)
{
	unsigned long i;

	for (i = 0; buffer->written && i < PTRS_PER_PTE; i++)
		if (buffer->written[page + i])
			return true;
	return false;
}

/*
 * Frame number of 2 MiB of a slot from page @page of the buffer on; 0: they are
 * not in a row, or not cached as the VMA's entries are.
 */
static unsigned long fr_buffer_huge_pfn(const struct fr_buffer *buffer,
					const struct vm_area_struct *vma,
					unsigned long page)
{
	const struct fr_lease *lease = buffer->lease;
	struct fr_mem *mem = lease ? lease->mem : NULL;
	unsigned long pfn, run;
	pgprot_t prot;

	if (!mem || !mem->ops->pfn || lease->pages < page + PTRS_PER_PTE ||
	    fr_buffer_is_written(buffer, page))
		return 0;
	prot = fr_cache_pgprot(vma->vm_page_prot, mem->cache);
	if (pgprot_val(prot) != pgprot_val(vma->vm_page_prot))
		return 0;
	pfn = mem->ops->pfn(mem, lease->slot, page, &run);
	return run >= PTRS_PER_PTE && IS_ALIGNED(pfn, PTRS_PER_PTE) ? pfn : 0;
}

/* An entry of 2 MiB for what was touched. False: one does not fit there. */
static bool fr_buffer_enter_huge(struct fr_buffer *buffer,
				 struct vm_fault *vmf, unsigned long page)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long addr = vmf->address & PMD_MASK, pfn;
	bool write = vma->vm_flags & VM_WRITE &&
		     fr_buffer_is_filled(buffer, page);

	if (!fr_buffer_is_aligned(vmf->address, page) ||
	    addr < vma->vm_start || vma->vm_end - addr < PMD_SIZE ||
	    !pmd_none(READ_ONCE(*vmf->pmd)) || !has_transparent_hugepage())
		return false;
	pfn = fr_buffer_huge_pfn(buffer, vma,
				 round_down(page, PTRS_PER_PTE));
	/* The core has write-protected the VMA, for .pfn_mkwrite. */
	return pfn && fr_insert_pmd(vmf, pfn, write) == VM_FAULT_NOPAGE;
}
#else
static bool fr_buffer_is_aligned(unsigned long addr, unsigned long page)
{
	return false;
}

static bool fr_buffer_enter_huge(struct fr_buffer *buffer,
				 struct vm_fault *vmf, unsigned long page)
{
	return false;
}
#endif

/**
 * fr_buffer_enter - make entries for what a program touched
 * @buffer: the buffer; map_lock is held
 * @vmf: the page fault, with no entry there
 * @page: the page of the buffer
 *
 * And for what lies behind it, since programs read on.
 *
 * Return: VM_FAULT_NOPAGE if they are there.
 */
vm_fault_t fr_buffer_enter(struct fr_buffer *buffer, struct vm_fault *vmf,
			   unsigned long page)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long addr = vmf->address & PAGE_MASK, count;

	WRITE_ONCE(buffer->entered, true);
	if (fr_buffer_enter_huge(buffer, vmf, page))
		return VM_FAULT_NOPAGE;
	count = min3(buffer->pages - page, FR_BUFFER_AROUND,
		     (vma->vm_end - addr) >> PAGE_SHIFT);
	/* What comes then may have a large entry. */
	if (fr_buffer_is_aligned(addr, page))
		count = min(count, PTRS_PER_PTE - page % PTRS_PER_PTE);
	return fr_buffer_enter_pages(buffer, vma, addr, page, count);
}

/**
 * fr_buffer_enter_page - make the entry of one page, which has none
 * @buffer: the buffer; map_lock is held to write
 * @vmf: the page fault
 * @page: the page of the buffer
 *
 * Return: VM_FAULT_NOPAGE if it is there.
 */
vm_fault_t fr_buffer_enter_page(struct fr_buffer *buffer, struct vm_fault *vmf,
				unsigned long page)
{
	WRITE_ONCE(buffer->entered, true);
	return fr_buffer_enter_pages(buffer, vmf->vma,
				     vmf->address & PAGE_MASK, page, 1);
}
