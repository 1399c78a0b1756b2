// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory whose mappings in the kernel are known, made to be looked at. Frames
 * of a driver are of these kinds: vmalloc'ed, remapped, and of a device.
 */
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <asm/cpufeature.h>

#include "framering_ptwalk.h"

/* Frame numbers had a type of their own until 6.16. */
#ifdef TEST_HAVE_PFN_T
#include <linux/pfn_t.h>
#define FRAME(pfn)	__pfn_to_pfn_t(pfn, PFN_DEV)
#else
#define FRAME(pfn)	(pfn)
#endif

/* vm_flags became read-only in 6.3. */
#ifndef TEST_HAVE_VM_FLAGS_SET
static void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}
#endif

/**
 * struct made - what a file has made
 * @lock: two threads may use one file
 * @what: how, and how much; @what.kind is 0 before
 * @buffer: PTWALK_MAKE_VMALLOC
 * @page: PTWALK_MAKE_VMAP
 * @cached: @page again
 * @combined: @page again, write-combined
 * @device: PTWALK_MAKE_DEVICE
 */
struct made {
	struct mutex lock; /* all below */
	struct ptwalk_make what;
	void *buffer;
	struct page *page;
	void *cached;
	void *combined;
	void __iomem *device;
};

int ptwalk_open(struct inode *inode, struct file *file)
{
	struct made *made = kzalloc(sizeof(*made), GFP_KERNEL);

	if (!made)
		return -ENOMEM;
	mutex_init(&made->lock);
	file->private_data = made;
	return 0;
}

static void unmake(struct made *made)
{
	vfree(made->buffer);
	if (made->combined)
		vunmap(made->combined);
	if (made->cached)
		vunmap(made->cached);
	if (made->page)
		__free_page(made->page);
	if (made->device)
		iounmap(made->device);
	made->buffer = NULL;
	made->combined = NULL;
	made->cached = NULL;
	made->page = NULL;
	made->device = NULL;
}

/* The memory's mappings hold the file, so they are gone. */
int ptwalk_release(struct inode *inode, struct file *file)
{
	struct made *made = file->private_data;

	unmake(made);
	kfree(made);
	return 0;
}

static bool make_vmap(struct made *made)
{
	made->page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!made->page)
		return false;
	made->cached = vmap(&made->page, 1, VM_MAP, PAGE_KERNEL);
	made->combined = vmap(&made->page, 1, VM_MAP,
			      pgprot_writecombine(PAGE_KERNEL));
	return made->cached && made->combined;
}

static int make(struct made *made, const struct ptwalk_make *what)
{
	bool done;

	if (made->what.kind)
		return -EBUSY;
	switch (what->kind) {
	case PTWALK_MAKE_VMALLOC:
		made->buffer = vmalloc_user(what->bytes);
		done = made->buffer;
		break;
	case PTWALK_MAKE_VMAP:
		if (what->bytes != PAGE_SIZE)
			return -EINVAL;
		done = make_vmap(made);
		break;
	case PTWALK_MAKE_DEVICE:
		made->device = ioremap_wc(what->physical, what->bytes);
		done = made->device;
		break;
	default:
		return -EINVAL;
	}
	if (!done) {
		unmake(made);
		return -ENOMEM;
	}
	made->what = *what;
	return 0;
}

long ptwalk_make(struct file *file, const struct ptwalk_make *what)
{
	struct made *made = file->private_data;
	int ret;

	if (what->reserved || !what->bytes ||
	    !PAGE_ALIGNED(what->bytes | what->physical))
		return -EINVAL;
	mutex_lock(&made->lock);
	ret = make(made, what);
	mutex_unlock(&made->lock);
	return ret;
}

/* The frame at the start of the entry of @size bytes that is wanted. */
static unsigned long frame_at(struct vm_fault *vmf, unsigned long size)
{
	struct made *made = vmf->vma->vm_private_data;
	unsigned long start = ALIGN_DOWN(vmf->address, size);

	return PHYS_PFN(made->what.physical + start - vmf->vma->vm_start) +
	       vmf->vma->vm_pgoff;
}

static vm_fault_t device_fault(struct vm_fault *vmf)
{
	return vmf_insert_pfn(vmf->vma, ALIGN_DOWN(vmf->address, PAGE_SIZE),
			      frame_at(vmf, PAGE_SIZE));
}

#ifdef CONFIG_TRANSPARENT_HUGEPAGE
/*
 * Called for the largest entry that fits, then for the next. The second
 * parameter was an enumeration until 6.5, and is an order since; which level
 * is meant shows from what is there already.
 */
static vm_fault_t device_huge_fault(struct vm_fault *vmf, unsigned int unused)
{
	unsigned long size = vmf->pmd ? PMD_SIZE : PUD_SIZE;
	unsigned long start = ALIGN_DOWN(vmf->address, size);
	unsigned long pfn = frame_at(vmf, size);
	bool write = vmf->flags & FAULT_FLAG_WRITE;

	if (start < vmf->vma->vm_start || start + size > vmf->vma->vm_end ||
	    !IS_ALIGNED(PFN_PHYS(pfn), size))
		return VM_FAULT_FALLBACK;
	if (vmf->pmd)
		return vmf_insert_pfn_pmd(vmf, FRAME(pfn), write);
	if (!boot_cpu_has(X86_FEATURE_GBPAGES))
		return VM_FAULT_FALLBACK;
	return vmf_insert_pfn_pud(vmf, FRAME(pfn), write);
}
#endif

static const struct vm_operations_struct device_ops = {
	.fault = device_fault,
#ifdef CONFIG_TRANSPARENT_HUGEPAGE
	.huge_fault = device_huge_fault,
#endif
};

static int map_made(struct made *made, struct vm_area_struct *vma)
{
	unsigned long pages = made->what.bytes >> PAGE_SHIFT;

	if (vma->vm_pgoff > pages || vma_pages(vma) > pages - vma->vm_pgoff ||
	    !(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	switch (made->what.kind) {
	case PTWALK_MAKE_VMALLOC:
		return remap_vmalloc_range(vma, made->buffer, vma->vm_pgoff);
	case PTWALK_MAKE_VMAP:
		return vm_insert_page(vma, vma->vm_start, made->page);
	default:
		vm_flags_set(vma, VM_PFNMAP | VM_IO | VM_DONTEXPAND);
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
		vma->vm_private_data = made;
		vma->vm_ops = &device_ops;
		return 0;
	}
}

int ptwalk_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct made *made = file->private_data;
	int ret = -EINVAL;

	mutex_lock(&made->lock);
	if (made->what.kind)
		ret = map_made(made, vma);
	mutex_unlock(&made->lock);
	return ret;
}
