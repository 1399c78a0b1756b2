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

/* Entries that one page fault makes: 2 MiB of 4 KiB pages. */
#define FR_BUFFER_AROUND	512UL

/* Frame number of a page of a lease, and how the processor caches it. */
static unsigned long fr_buffer_lease_pfn(const struct fr_lease *lease,
					 unsigned long page, pgprot_t *prot)
{
	struct fr_mem *mem = lease->mem;
	unsigned long run;

	if (lease->picture)
		return vmalloc_to_pfn(lease->picture->data +
				      (page << PAGE_SHIFT));
	*prot = fr_cache_pgprot(*prot, mem->cache);
	if (mem->ops->page)
		return page_to_pfn(mem->ops->page(mem, lease->slot, page));
	return mem->ops->pfn(mem, lease->slot, page, &run);
}

/* Uncounted entries: they are taken away before what they show is. */
static vm_fault_t fr_buffer_insert(struct fr_buffer *buffer,
				   struct vm_area_struct *vma,
				   unsigned long addr, unsigned long page)
{
	pgprot_t prot = vm_get_page_prot(VM_READ | VM_SHARED);
	unsigned long pfn;

	if (buffer->written && buffer->written[page]) {
		if (vma->vm_flags & VM_WRITE)
			prot = vm_get_page_prot(VM_READ | VM_WRITE | VM_SHARED);
		pfn = page_to_pfn(buffer->written[page]);
	} else if (buffer->lease) {
		if (buffer->lease->filled && vma->vm_flags & VM_WRITE)
			prot = vm_get_page_prot(VM_READ | VM_WRITE | VM_SHARED);
		pfn = fr_buffer_lease_pfn(buffer->lease, page, &prot);
	} else {
		pfn = page_to_pfn(ZERO_PAGE(addr));
	}
	return vmf_insert_pfn_prot(vma, addr, pfn, prot);
}

/* The page that was touched, and those behind it. */
static vm_fault_t fr_buffer_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_buffer *buffer = vma->vm_private_data;
	struct fr_video *video = buffer->of->video;
	unsigned long addr = vmf->address & PAGE_MASK;
	unsigned long page = vmf->pgoff - buffer->range.first, count;
	vm_fault_t ret = VM_FAULT_SIGBUS;

	down_read(&video->map_lock);
	if (page >= buffer->range.pages)
		goto out;
	count = min3(buffer->range.pages - page, FR_BUFFER_AROUND,
		     (vma->vm_end - addr) >> PAGE_SHIFT);
	ret = fr_buffer_insert(buffer, vma, addr, page);
	/* What does not fit now is tried when it is touched. */
	while (ret == VM_FAULT_NOPAGE && --count) {
		addr += PAGE_SIZE;
		if (fr_buffer_insert(buffer, vma, addr, ++page) !=
		    VM_FAULT_NOPAGE)
			break;
	}
out:
	up_read(&video->map_lock);
	return ret;
}

/* A copy of what is seen at @page, for a program to write to. */
static struct page *fr_buffer_copy_page(struct fr_buffer *buffer,
					unsigned long page)
{
	struct page *copy = alloc_page(GFP_KERNEL_ACCOUNT);

	if (!copy)
		return NULL;
	if (buffer->lease)
		memcpy(page_address(copy), fr_lease_at(buffer->lease, page),
		       PAGE_SIZE);
	else
		clear_page(page_address(copy));
	return copy;
}

/* The first write to a page: the kernel maps them for reading, see fork(2). */
static vm_fault_t fr_buffer_write(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_buffer *buffer = vma->vm_private_data;
	struct fr_video *video = buffer->of->video;
	unsigned long page = vmf->pgoff - buffer->range.first;
	vm_fault_t ret = VM_FAULT_OOM;

	if (page >= buffer->range.pages)
		return VM_FAULT_SIGBUS;
	down_write(&video->map_lock);
	if (!buffer->written)
		buffer->written = kvcalloc(buffer->range.pages,
					   sizeof(*buffer->written),
					   GFP_KERNEL_ACCOUNT);
	if (!buffer->written)
		goto out;
	if (!buffer->written[page])
		buffer->written[page] = fr_buffer_copy_page(buffer, page);
	if (!buffer->written[page])
		goto out;
	/* In all of its mappings. */
	fr_range_zap(&buffer->range, page, 1);
	ret = fr_buffer_insert(buffer, vma, vmf->address & PAGE_MASK, page);
out:
	up_write(&video->map_lock);
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

/*
 * V4L2 lets shared mappings through alone, and none beyond the buffer. See
 * files/mmap.c for the flags.
 */
int fr_buffer_mmap(void *priv, struct vm_area_struct *vma)
{
	struct fr_buffer *buffer = priv;

	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	vm_flags_clear(vma, VM_MAYEXEC);
	vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND | VM_DONTDUMP |
			  VM_DONTCOPY);
	/* Its own place, instead of V4L2's. */
	vma->vm_pgoff = buffer->range.first;
	vma->vm_private_data = buffer;
	vma->vm_ops = &fr_buffer_vm_ops;
	fr_buffer_vm_open(vma);
	return 0;
}
