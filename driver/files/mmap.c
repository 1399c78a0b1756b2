// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmap() of role files. Everything that holds for all memory kinds is here,
 * once: bounds, permissions, VM flags, counting.
 *
 * Frames are mapped at once, by the memory kind. Control pages are mapped by
 * .fault, since they are replaced when a role changes: the other side's
 * mapping is zapped then, and finds the new page at its next access.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/security.h>

#include "compat.h"
#include "memory/cache.h"
#include "memory/mem.h"
#include "mmap.h"
#include "ring/control.h"
#include "ring/dummy.h"
#include "ring/generation.h"
#include "ring/revoke.h"
#include "ring/role.h"
#include "span.h"

/*
 * Why each flag:
 * VM_DONTEXPAND  mremap() must not grow a mapping past its region
 * VM_DONTDUMP    other people's pictures do not belong into a core file
 * VM_DONTCOPY    a forked child that knows nothing of the role must not touch
 *                frames, nor keep them when it has closed the descriptor that
 *                it inherits
 * VM_IO          no ptrace access, no madvise(MADV_DOFORK), no pinning but by
 *                the fast way, for counted pages: not for kind "vmalloc",
 *                which is there for direct I/O
 * VM_PFNMAP      frames and registers: no struct page is counted, there may be
 *                none; the VMA holds the file, and so the role and its memory
 * VM_MIXEDMAP    control pages, and frames of counted pages: each page-table
 *                entry holds its page, so that one that is replaced while
 *                mapped lives until it is unmapped
 */
#define FR_VM_FLAGS		(VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY)
#define FR_VM_CONTROL_FLAGS	(VM_IO | VM_MIXEDMAP)
#define FR_VM_REGISTERS_FLAGS	(VM_IO | VM_PFNMAP)

static struct fr_role *fr_vma_role(struct vm_area_struct *vma)
{
	struct fr_map *map = vma->vm_private_data;

	return map->role;
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

/* The slots whose pages lie at @span: frames, or what is beside them. */
static struct fr_mem *fr_span_mem(struct fr_mem *mem,
				  const struct fr_span *span)
{
	switch (span->region) {
	case FRAMERING_REGION_FRAMES:
		return mem;
	case FRAMERING_REGION_META:
		return mem->meta;
	default:
		return NULL;
	}
}

/**
 * fr_mmap_insert - put a page of a slot into a page table
 * @vma: the mapping, of frames or of an export
 * @addr: where in it
 * @mem: the memory; gen->map_sem is held
 * @slot: number of the slot
 * @pgoff: page of the slot
 * @run: gets how many pages lie in a row in memory from it on
 *
 * Return: VM_FAULT_NOPAGE if it is there.
 */
vm_fault_t fr_mmap_insert(struct vm_area_struct *vma, unsigned long addr,
			  struct fr_mem *mem, u32 slot, unsigned long pgoff,
			  unsigned long *run)
{
	const struct fr_mem_ops *ops = mem->ops;

	*run = 1;
	/*
	 * Not by vmf->page: the core would make the entry after we let go of
	 * map_sem, and a revocation in between would not find it.
	 */
	if (ops->page)
		return vmf_insert_page(vma, addr, ops->page(mem, slot, pgoff));
	if (ops->pfn)
		return vmf_insert_pfn(vma, addr,
				      ops->pfn(mem, slot, pgoff, run));
	return VM_FAULT_SIGBUS;
}

/* What @role has at @span; gen->map_sem is held, and it is not revoked. */
static vm_fault_t fr_fault_own(struct fr_role *role, struct vm_fault *vmf,
			       const struct fr_span *span)
{
	struct fr_mem *mem = fr_span_mem(role->mem, span);
	unsigned long run;

	if (mem)
		return fr_mmap_insert(vmf->vma, vmf->address & PAGE_MASK, mem,
				      span->part, span->page, &run);
	if (span->region == FRAMERING_REGION_REGISTERS)
		return VM_FAULT_SIGBUS;
	return vmf_insert_page(vmf->vma, vmf->address & PAGE_MASK,
			       fr_control_page(role, span));
}

/*
 * Instead of what the role had. Cached, whatever the frames were: that is how
 * the kernel has these pages mapped.
 */
static vm_fault_t fr_fault_dummy(struct fr_role *role, struct vm_fault *vmf,
				 const struct fr_span *span)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long addr = vmf->address & PAGE_MASK;
	struct page *page;

	if (!role->dummy)
		return VM_FAULT_SIGBUS;
	page = fr_dummy_page(role->dummy, span->region, span->writable);
	if (vma->vm_flags & VM_MIXEDMAP)
		return vmf_insert_page(vma, addr, page);
	return vmf_insert_pfn_prot(vma, addr, page_to_pfn(page),
				   vm_get_page_prot(vma->vm_flags));
}

static vm_fault_t fr_vm_fault(struct vm_fault *vmf)
{
	struct fr_role *role = fr_vma_role(vmf->vma);
	struct fr_generation *gen = role->gen;
	vm_fault_t ret = VM_FAULT_SIGBUS;
	struct fr_span span;

	down_read(&gen->map_sem);
	/* Again, although mmap() looked: VMAs split, and roles are revoked. */
	if (!fr_span_find(role, vmf->pgoff, &span) || span.page >= span.pages)
		goto out;
	ret = role->revoked ? fr_fault_dummy(role, vmf, &span) :
			      fr_fault_own(role, vmf, &span);
out:
	up_read(&gen->map_sem);
	return ret;
}

#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
/*
 * 2 MiB at once, where fr_mem_huge() left a hole for it. If the entry is split
 * later, by munmap() or mprotect() of a part, it is dropped, and what is left
 * comes back here or page by page.
 */
static vm_fault_t fr_vm_huge_fault(struct vm_fault *vmf, unsigned int order)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fr_role *role = fr_vma_role(vma);
	unsigned long addr = vmf->address & PMD_MASK;
	struct fr_generation *gen = role->gen;
	vm_fault_t ret = VM_FAULT_FALLBACK;
	unsigned long pfn, run;
	struct fr_span span;
	struct fr_mem *mem;

	if (order != PMD_ORDER || addr < vma->vm_start)
		return VM_FAULT_FALLBACK;
	down_read(&gen->map_sem);
	if (role->revoked ||
	    !fr_span_find(role, linear_page_index(vma, addr), &span) ||
	    span.page >= span.pages)
		goto out;
	mem = fr_span_mem(role->mem, &span);
	if (!mem || !mem->ops->pfn)
		goto out;
	pfn = mem->ops->pfn(mem, span.part, span.page, &run);
	if (fr_mem_huge(vma, addr, pfn, run))
		ret = fr_insert_pmd(vmf, pfn,
				    vmf->flags & FAULT_FLAG_WRITE);
out:
	up_read(&gen->map_sem);
	return ret;
}
#endif

/*
 * Runs when a VMA is split or moved, or madvise(MADV_DOFORK) gave it to a
 * child; but not for the first mmap().
 */
static void fr_vm_open(struct vm_area_struct *vma)
{
	struct fr_map *map = vma->vm_private_data;

	atomic_inc(&map->role->gen->mappings);
	refcount_inc(&map->refs);
}

static void fr_vm_close(struct vm_area_struct *vma)
{
	struct fr_map *map = vma->vm_private_data;

	atomic_dec(&map->role->gen->mappings);
	fr_revoke_untrack(map, vma);
}

static const struct vm_operations_struct fr_vm_ops = {
	.open = fr_vm_open,
	.close = fr_vm_close,
	.fault = fr_vm_fault,
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
	.huge_fault = fr_vm_huge_fault,
#endif
};

/**
 * fr_mmap_rights - what a user asked for against what he may do
 * @vma: the mapping
 * @writable: he may write there
 *
 * Return: 0, -EPERM (executable), -EACCES (he may not write), -EINVAL (private
 * and writable).
 */
int fr_mmap_rights(const struct vm_area_struct *vma, bool writable)
{
	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	if (!(vma->vm_flags & VM_WRITE))
		return 0;
	if (!writable)
		return -EACCES;
	/* A private copy of a shared frame would be no frame. */
	return vma->vm_flags & VM_SHARED ? 0 : -EINVAL;
}

/* Else mprotect() could add later what fr_mmap_rights() refused. */
void fr_mmap_limit(struct vm_area_struct *vma, bool writable,
		   unsigned long flags)
{
	vm_flags_clear(vma, VM_MAYEXEC);
	if (!writable || !(vma->vm_flags & VM_SHARED))
		vm_flags_clear(vma, VM_MAYWRITE);
	vm_flags_set(vma, FR_VM_FLAGS | flags);
}

/* What the user asked for against what there is, and what the role may do. */
static int fr_mmap_check(const struct fr_span *span,
			 struct vm_area_struct *vma)
{
	unsigned long pages = vma_pages(vma);

	/* In pages, and without a sum that could overflow. */
	if (span->page > span->pages || pages > span->pages - span->page)
		return -EINVAL;
	return fr_mmap_rights(vma, span->writable);
}

/*
 * Registers can make a device write anywhere in memory: as for /dev/mem, one
 * must be allowed that much, and the kernel must not be locked down.
 */
static int fr_mmap_check_registers(void)
{
	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	return security_locked_down(LOCKDOWN_PCI_ACCESS);
}

static unsigned long fr_mmap_flags(struct fr_role *role,
				   const struct fr_span *span)
{
	const struct fr_mem *mem = fr_span_mem(role->mem, span);

	if (mem)
		return mem->ops->vm_flags;
	return span->region == FRAMERING_REGION_REGISTERS ?
	       FR_VM_REGISTERS_FLAGS : FR_VM_CONTROL_FLAGS;
}

/* What can be mapped at once. Control pages wait for .fault. */
static int fr_mmap_fill(struct fr_role *role, const struct fr_span *span,
			struct vm_area_struct *vma)
{
	struct fr_mem *mem = fr_span_mem(role->mem, span);

	if (mem && mem->ops->map)
		return mem->ops->map(mem, vma, span->part, span->page);
	if (span->region != FRAMERING_REGION_REGISTERS)
		return 0;
	vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	return fr_cache_io_remap(vma, PHYS_PFN(role->gen->registers) +
				      span->page);
}

/**
 * fr_mmap - map a part of a role file
 * @file: the role file
 * @vma: the mapping; core mm holds its mm's mmap_lock to write
 *
 * Return: 0; -EINVAL (nothing lies there, or not that much; private and
 * writable), -EACCES (this role may not write there), -EPERM (executable; or
 * registers, and the caller or the kernel's lockdown does not allow it),
 * -ESTALE (the role was revoked), -ENODEV (with its ring), -ENOMEM.
 */
int fr_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct fr_role *role = file->private_data;
	struct fr_span span;
	struct fr_map *map;
	int ret;

	if (!fr_span_find(role, vma->vm_pgoff, &span))
		return -EINVAL;
	ret = fr_mmap_check(&span, vma);
	if (!ret && span.region == FRAMERING_REGION_REGISTERS)
		ret = fr_mmap_check_registers();
	if (ret)
		return ret;
	/* The first reference is taken here; .open does not run. */
	map = fr_revoke_track(role, vma);
	if (IS_ERR(map))
		return PTR_ERR(map);
	atomic_inc(&role->gen->mappings);
	fr_mmap_limit(vma, span.writable, fr_mmap_flags(role, &span));
	vma->vm_ops = &fr_vm_ops;
	vma->vm_private_data = map;
	ret = fr_mmap_fill(role, &span, vma);
	if (ret) {
		/* The core does that as well, but after it is untracked. */
		fr_zap(vma);
		fr_vm_close(vma);
	}
	return ret;
}
