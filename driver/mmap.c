// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap() of role files. Everything that holds for all memory kinds is here,
 * once: which region an offset means, bounds, permissions, VM flags, counting.
 *
 * Frames are mapped at once, by the memory kind. Control pages are mapped by
 * .fault, since they are replaced when a role changes: the other side's
 * mapping is zapped then, and finds the new page at its next access.
 */
#include <linux/fs.h>
#include <linux/mm.h>

#include "compat.h"
#include "generation.h"
#include "mem.h"
#include "mmap.h"
#include "role.h"

/*
 * Why each flag:
 * VM_IO          no core dump, no ptrace access, no madvise(MADV_DOFORK)
 * VM_DONTEXPAND  mremap() must not grow a mapping past its region
 * VM_DONTDUMP    other people's pictures do not belong into a core file
 * VM_DONTCOPY    a role has one owner; a forked child must not share it
 * VM_PFNMAP      frames: no struct page is counted; the VMA holds the role
 * VM_MIXEDMAP    control pages: each page-table entry counts its page, so that
 *                a page replaced while mapped lives until it is unmapped
 */
#define FR_VM_FLAGS	(VM_IO | VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY)

/**
 * struct fr_span - what an offset of a role file means
 * @region: FRAMERING_REGION_
 * @part: number of the consumer, or of the slot
 * @page: page within the part
 * @pages: pages of the whole part; one mapping lies within them
 * @writable: this role may write there
 */
struct fr_span {
	u32 region;
	u32 part;
	unsigned long page;
	unsigned long pages;
	bool writable;
};

static bool fr_span_frames(struct fr_role *role, u64 offset,
			   struct fr_span *span)
{
	struct framering_config *config = &role->gen->config;
	u64 slot;

	if (offset < FRAMERING_OFFSET_FRAMES)
		return false;
	offset -= FRAMERING_OFFSET_FRAMES;
	slot = div_u64(offset, FRAMERING_FRAMES_STEP);
	if (slot >= config->slots)
		return false;
	*span = (struct fr_span){
		.region = FRAMERING_REGION_FRAMES,
		.part = slot,
		.page = PFN_DOWN(offset - slot * FRAMERING_FRAMES_STEP),
		.pages = PFN_DOWN(config->geometry.slot_bytes),
		.writable = role->kind == FRAMERING_ROLE_PRODUCER,
	};
	return true;
}

/* All pages for the producer, its own for a consumer. */
static bool fr_span_consumer(struct fr_role *role, u64 offset,
			     struct fr_span *span)
{
	u64 part;

	if (offset < FRAMERING_OFFSET_CONSUMER)
		return false;
	offset -= FRAMERING_OFFSET_CONSUMER;
	part = div_u64(offset, FR_CONSUMER_LEN);
	span->region = FRAMERING_REGION_CONSUMER;
	if (role->kind == FRAMERING_ROLE_PRODUCER) {
		span->part = 0;
		span->page = PFN_DOWN(offset);
		span->pages = PFN_DOWN(FR_CONSUMER_LEN) *
			      FRAMERING_MAX_CONSUMERS;
		span->writable = false;
		return true;
	}
	if (part != role->index)
		return false;
	span->part = role->index;
	span->page = PFN_DOWN(offset - part * FR_CONSUMER_LEN);
	span->pages = PFN_DOWN(FR_CONSUMER_LEN);
	span->writable = true;
	return true;
}

/* False: nothing of this role lies there. Regions lie far apart. */
static bool fr_span_find(struct fr_role *role, unsigned long pgoff,
			 struct fr_span *span)
{
	u64 offset = (u64)pgoff << PAGE_SHIFT;

	if (pgoff > PFN_DOWN(U64_MAX))
		return false;
	memset(span, 0, sizeof(*span));
	if (offset >= FRAMERING_OFFSET_FRAMES)
		return fr_span_frames(role, offset, span);
	if (offset >= FRAMERING_OFFSET_REGISTERS)
		return false;
	if (offset >= FRAMERING_OFFSET_CONSUMER)
		return fr_span_consumer(role, offset, span);
	if (offset >= FRAMERING_OFFSET_PRODUCER) {
		span->region = FRAMERING_REGION_PRODUCER;
		span->page = PFN_DOWN(offset - FRAMERING_OFFSET_PRODUCER);
		span->pages = PFN_DOWN(FR_PRODUCER_LEN);
		span->writable = role->kind == FRAMERING_ROLE_PRODUCER;
		return true;
	}
	span->region = FRAMERING_REGION_STATUS;
	span->page = PFN_DOWN(offset);
	span->pages = PFN_DOWN(FR_STATUS_LEN);
	return true;
}

/* The control page that stands at @span now; gen->map_sem is held. */
static struct page *fr_control_page(struct fr_role *role,
				    const struct fr_span *span)
{
	struct fr_generation *gen = role->gen;
	unsigned long per = PFN_DOWN(FR_CONSUMER_LEN);
	const void *page;

	switch (span->region) {
	case FRAMERING_REGION_STATUS:
		page = gen->status;
		break;
	case FRAMERING_REGION_PRODUCER:
		page = gen->view.page;
		break;
	default:
		page = gen->view.consumer[span->part + span->page / per];
		return virt_to_page(page + span->page % per * PAGE_SIZE);
	}
	return virt_to_page(page + span->page * PAGE_SIZE);
}

static vm_fault_t fr_vm_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_role *role = vma->vm_private_data;
	struct fr_generation *gen = role->gen;
	vm_fault_t ret = VM_FAULT_SIGBUS;
	struct fr_span span;

	down_read(&gen->map_sem);
	/* Again, although mmap() looked: VMAs split, and roles are revoked. */
	if (role->revoked || !fr_span_find(role, vmf->pgoff, &span) ||
	    span.page >= span.pages)
		goto out;
	if (span.region == FRAMERING_REGION_FRAMES)
		ret = role->mem->ops->fault(role->mem, vmf, span.part,
					    span.page);
	else
		ret = vmf_insert_page(vma, vmf->address & PAGE_MASK,
				      fr_control_page(role, &span));
out:
	up_read(&gen->map_sem);
	return ret;
}

/* Runs when a VMA is split or moved, but not for the first mmap(). */
static void fr_vm_open(struct vm_area_struct *vma)
{
	struct fr_role *role = vma->vm_private_data;

	atomic_inc(&role->gen->mappings);
	fr_revoke_retrack(role, vma->vm_mm);
}

static void fr_vm_close(struct vm_area_struct *vma)
{
	struct fr_role *role = vma->vm_private_data;

	fr_revoke_untrack(role, vma->vm_mm);
	atomic_dec(&role->gen->mappings);
}

static const struct vm_operations_struct fr_vm_ops = {
	.open = fr_vm_open,
	.close = fr_vm_close,
	.fault = fr_vm_fault,
};

/* What the user asked for against what the role may do. */
static int fr_mmap_check(const struct fr_span *span,
			 struct vm_area_struct *vma)
{
	unsigned long pages = vma_pages(vma);

	/* In pages, and without a sum that could overflow. */
	if (span->page > span->pages || pages > span->pages - span->page)
		return -EINVAL;
	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	if (!(vma->vm_flags & VM_WRITE))
		return 0;
	if (!span->writable)
		return -EACCES;
	/* A private copy of a shared frame would be no frame. */
	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	return 0;
}

/**
 * fr_mmap - map a part of a role file
 * @file: the role file
 * @vma: the mapping; core mm holds its mm's mmap_lock to write
 *
 * Return: 0; -EINVAL (nothing lies there, or not that much; private and
 * writable), -EACCES (this role may not write there), -EPERM (executable),
 * -ENODEV (the role was revoked), -ENOMEM.
 */
int fr_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct fr_role *role = file->private_data;
	struct fr_span span;
	int ret;

	if (!fr_span_find(role, vma->vm_pgoff, &span))
		return -EINVAL;
	ret = fr_mmap_check(&span, vma);
	if (ret)
		return ret;
	/* Else mprotect() could add later what mmap() refused. */
	vm_flags_clear(vma, VM_MAYEXEC);
	if (!span.writable || !(vma->vm_flags & VM_SHARED))
		vm_flags_clear(vma, VM_MAYWRITE);
	vm_flags_set(vma, FR_VM_FLAGS |
		     (span.region == FRAMERING_REGION_FRAMES ? VM_PFNMAP :
							       VM_MIXEDMAP));
	vma->vm_ops = &fr_vm_ops;
	vma->vm_private_data = role;

	/* The first reference is ours to take; .open does not run. */
	ret = fr_revoke_track(role, vma->vm_mm);
	if (ret)
		return ret;
	atomic_inc(&role->gen->mappings);
	if (span.region != FRAMERING_REGION_FRAMES)
		return 0;
	ret = role->mem->ops->map(role->mem, vma, span.part, span.page);
	if (ret)
		fr_vm_close(vma);
	return ret;
}
