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

#include "buffer.h"
#include "buffer_entries.h"
#include "compat.h"
#include "lease.h"
#include "video.h"

/* The page of the buffer that was touched, at the node or by a dma-buf. */
static unsigned long fr_buffer_page(struct vm_fault *vmf)
{
	struct fr_buffer *buffer = vmf->vma->vm_private_data;
	bool node = vmf->vma->vm_file->f_mapping == buffer->range.mapping;

	return vmf->pgoff - (node ? buffer->range.first : 0);
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

/* The first write to a page, which has no entry, or one for reading. */
static vm_fault_t fr_buffer_write(struct vm_fault *vmf)
{
	struct fr_buffer *buffer = vmf->vma->vm_private_data;
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
	ret = fr_buffer_enter_page(buffer, vmf, page);
out:
	up_write(&video->map_lock);
	fr_buffer_spare_free(&spare);
	return ret;
}

/* Nothing of what is touched has an entry. */
static vm_fault_t fr_buffer_fault(struct vm_fault *vmf)
{
	struct fr_buffer *buffer = vmf->vma->vm_private_data;
	struct fr_video *video = buffer->video;
	unsigned long page = fr_buffer_page(vmf);
	vm_fault_t ret = VM_FAULT_NOPAGE;
	bool write;

	if (page >= buffer->pages)
		return VM_FAULT_SIGBUS;
	down_read(&video->map_lock);
	/* It would come back at once, and split a large entry. */
	write = vmf->flags & FAULT_FLAG_WRITE &&
		!fr_buffer_is_filled(buffer, page);
	if (!write)
		ret = fr_buffer_enter(buffer, vmf, page);
	up_read(&video->map_lock);
	return write ? fr_buffer_write(vmf) : ret;
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

/* A split makes one mapping more. */
static int fr_buffer_vm_may_split(struct vm_area_struct *vma,
				  unsigned long addr)
{
	return fr_buffer_is_full(vma->vm_private_data) ? -ENOMEM : 0;
}

static const struct vm_operations_struct fr_buffer_vm_ops = {
	.open = fr_buffer_vm_open,
	.close = fr_buffer_vm_close,
	.may_split = fr_buffer_vm_may_split,
	.fault = fr_buffer_fault,
	.pfn_mkwrite = fr_buffer_write,
};

/**
 * fr_buffer_vm_set - let a VMA show a buffer
 * @buffer: the buffer
 * @vma: the VMA, a shared one, whose place is set; see files/mmap.c for the
 *	flags
 *
 * Return: 0, or -ENOMEM: it is mapped too many times.
 */
int fr_buffer_vm_set(struct fr_buffer *buffer, struct vm_area_struct *vma)
{
	if (fr_buffer_is_full(buffer))
		return -ENOMEM;
	vm_flags_clear(vma, VM_MAYEXEC);
	vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND | VM_DONTDUMP |
			  VM_DONTCOPY);
	vma->vm_private_data = buffer;
	vma->vm_ops = &fr_buffer_vm_ops;
	fr_buffer_vm_open(vma);
	return 0;
}
