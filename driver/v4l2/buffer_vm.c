// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs see of buffers. Between QBUF and DQBUF the entries of one are
 * taken out of the page tables, and what is touched next is what it shows then.
 *
 * Most programs map for writing, and some write. The pages of a reader are
 * mapped for reading all the same; the first write to one copies it, and the
 * copy is the program's until it queues the buffer. The slot, and other
 * readers, never see it.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "buffer.h"
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

/* A page of a slot that the program fills. */
static bool fr_buffer_is_filled(const struct fr_buffer *buffer,
				unsigned long page)
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
static vm_fault_t fr_buffer_insert(struct fr_buffer *buffer,
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

/* The page of the buffer that was touched, at the node or by a dma-buf. */
static unsigned long fr_buffer_page(struct vm_fault *vmf)
{
	struct fr_buffer *buffer = vmf->vma->vm_private_data;
	bool node = vmf->vma->vm_file->f_mapping == buffer->range.mapping;

	return vmf->pgoff - (node ? buffer->range.first : 0);
}

/* The page that was touched, and those behind it. */
static vm_fault_t fr_buffer_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_buffer *buffer = vma->vm_private_data;
	struct fr_video *video = buffer->video;
	unsigned long addr = vmf->address & PAGE_MASK;
	unsigned long page = fr_buffer_page(vmf), count;
	vm_fault_t ret = VM_FAULT_SIGBUS;

	down_read(&video->map_lock);
	if (page >= buffer->pages)
		goto out;
	count = min3(buffer->pages - page, FR_BUFFER_AROUND,
		     (vma->vm_end - addr) >> PAGE_SHIFT);
	ret = fr_buffer_insert(buffer, vma, addr, page, count);
out:
	up_read(&video->map_lock);
	return ret;
}

/* What a write needs, made before map_lock is taken: others wait for that. */
struct fr_buffer_spare {
	struct page **written;
	struct page *page;
};

static bool fr_buffer_spare_make(struct fr_buffer *buffer,
				 struct fr_buffer_spare *spare)
{
	spare->page = alloc_page(GFP_KERNEL_ACCOUNT);
	spare->written = NULL;
	if (spare->page && !READ_ONCE(buffer->written))
		spare->written = kvcalloc(buffer->pages,
					  sizeof(*spare->written),
					  GFP_KERNEL_ACCOUNT);
	return spare->page;
}

static void fr_buffer_spare_free(struct fr_buffer_spare *spare)
{
	if (spare->page)
		__free_page(spare->page);
	kvfree(spare->written);
}

/* A copy of what is seen at @page, for the program. False: no memory. */
static bool fr_buffer_divert(struct fr_buffer *buffer, unsigned long page,
			     struct fr_buffer_spare *spare)
{
	void *from = NULL;

	if (!buffer->written)
		swap(buffer->written, spare->written);
	if (!buffer->written)
		return false;
	if (buffer->written[page])
		return true;
	if (buffer->lease)
		from = fr_lease_at(buffer->lease, page);
	if (from)
		memcpy(page_address(spare->page), from, PAGE_SIZE);
	else
		clear_page(page_address(spare->page));
	swap(buffer->written[page], spare->page);
	return true;
}

/* The first write to a page that was mapped for reading. */
static vm_fault_t fr_buffer_write(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_buffer *buffer = vma->vm_private_data;
	struct fr_video *video = buffer->video;
	unsigned long page = fr_buffer_page(vmf);
	struct fr_buffer_spare spare;
	vm_fault_t ret = VM_FAULT_OOM;
	struct fr_range *range;

	if (page >= buffer->pages)
		return VM_FAULT_SIGBUS;
	if (!fr_buffer_spare_make(buffer, &spare))
		return VM_FAULT_OOM;
	down_write(&video->map_lock);
	/* A slot that is filled may have lost an entry's right to write. */
	if (!fr_buffer_is_filled(buffer, page) &&
	    !fr_buffer_divert(buffer, page, &spare))
		goto out;
	/* In all of its mappings. */
	list_for_each_entry(range, &buffer->ranges, of)
		fr_range_zap(range, page, 1);
	ret = fr_buffer_insert(buffer, vma, vmf->address & PAGE_MASK, page, 1);
out:
	up_write(&video->map_lock);
	fr_buffer_spare_free(&spare);
	return ret;
}

static void fr_buffer_vm_open(struct vm_area_struct *vma)
{
	struct fr_buffer *buffer = vma->vm_private_data;

	refcount_inc(&buffer->refs);
}

static void fr_buffer_vm_close(struct vm_area_struct *vma)
{
	fr_buffer_put(vma->vm_private_data);
}

static const struct vm_operations_struct fr_buffer_vm_ops = {
	.open = fr_buffer_vm_open,
	.close = fr_buffer_vm_close,
	.fault = fr_buffer_fault,
	.pfn_mkwrite = fr_buffer_write,
};

/**
 * fr_buffer_vm_set - let a VMA show a buffer
 * @buffer: the buffer
 * @vma: the VMA, a shared one, whose place is set; see files/mmap.c for the
 *	flags
 */
void fr_buffer_vm_set(struct fr_buffer *buffer, struct vm_area_struct *vma)
{
	vm_flags_clear(vma, VM_MAYEXEC);
	vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND | VM_DONTDUMP |
			  VM_DONTCOPY);
	vma->vm_private_data = buffer;
	vma->vm_ops = &fr_buffer_vm_ops;
	fr_buffer_vm_open(vma);
}
