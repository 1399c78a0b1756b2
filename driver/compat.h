/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between kernel versions, and nothing else. See Kbuild. */
#ifndef FR_COMPAT_H
#define FR_COMPAT_H

#include <linux/hrtimer.h>
#include <linux/mm.h>

/* vm_flags became read-only in 6.3. */
#ifndef FR_HAVE_VM_FLAGS_SET
static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}
#endif

/* hrtimer_setup() came in 6.13; hrtimer_init() went in 6.15. */
#ifndef FR_HAVE_HRTIMER_SETUP
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

/*
 * 6.12 can map frame numbers by 2 MiB; pfn_t went in 6.17. What is older calls
 * no .huge_fault for them, and lets fast pinning take such an entry for one of
 * pages that are counted. But it takes one of a device's memory for that, and
 * pins nothing unless it finds the device: there is none.
 */
#ifdef FR_HAVE_PFN_T
#include <linux/pfn_t.h>
#endif
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
#define FR_HUGE_ENTRIES
#ifdef FR_HAVE_PFN_T
#define fr_to_pfn(pfn)	__pfn_to_pfn_t(pfn, 0)
#else
#define fr_to_pfn(pfn)	(pfn)
#endif
#elif defined(FR_HAVE_PFN_T) && defined(CONFIG_TRANSPARENT_HUGEPAGE) && \
	defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
#define FR_HUGE_ENTRIES
#define fr_to_pfn(pfn)	__pfn_to_pfn_t(pfn, PFN_DEV | PFN_MAP)
#endif

#ifdef FR_HUGE_ENTRIES
static inline vm_fault_t fr_insert_pmd(struct vm_fault *vmf, unsigned long pfn,
				       bool write)
{
	return vmf_insert_pfn_pmd(vmf, fr_to_pfn(pfn), write);
}
#endif

/* copy_splice_read() came in 6.5; what was there before does the same. */
#ifndef FR_HAVE_COPY_SPLICE_READ
#define copy_splice_read	generic_file_splice_read
#endif

/* Take the entries of a VMA of frame numbers out of the page tables. */
static inline void fr_zap(struct vm_area_struct *vma)
{
	unsigned long bytes = vma->vm_end - vma->vm_start;

	if (!(vma->vm_flags & VM_PFNMAP))
		return;
#ifdef FR_HAVE_ZAP_SPECIAL_VMA_RANGE
	zap_special_vma_range(vma, vma->vm_start, bytes);
#else
	zap_vma_ptes(vma, vma->vm_start, bytes);
#endif
}

/*
 * Until 6.16, x86 marked a VMA that one call of remap_pfn_range() filled. Of
 * RAM it remembers nothing more, but warns if the VMA ends while its entries
 * are being revoked: see fr_cache_remap().
 */
static inline void fr_untrack_ram(struct vm_area_struct *vma)
{
#ifdef VM_PAT
	vm_flags_clear(vma, VM_PAT);
#endif
}

/* The unlocked calls take the lock that the others want taken, since 6.2. */
#ifndef FR_HAVE_DMA_BUF_UNLOCKED
#define dma_buf_vmap_unlocked	dma_buf_vmap
#define dma_buf_vunmap_unlocked	dma_buf_vunmap
#endif

/* A namespace of symbols became a string in 6.13. */
#ifdef FR_HAVE_IMPORT_NS_BARE
#define FR_IMPORT_DMA_BUF	MODULE_IMPORT_NS(DMA_BUF)
#else
#define FR_IMPORT_DMA_BUF	MODULE_IMPORT_NS("DMA_BUF")
#endif

/* The namespace of what other modules of ours may call. */
#ifdef FR_HAVE_IMPORT_NS_BARE
#define FR_NAMESPACE	FRAMERING
#else
#define FR_NAMESPACE	"FRAMERING"
#endif

#if IS_ENABLED(CONFIG_VIDEO_DEV)
#include <linux/fs.h>
#include <media/v4l2-fh.h>

/* V4L2's part of an open file is told that file since 6.18. */
static inline void fr_v4l2_fh_add(struct v4l2_fh *fh, struct file *file)
{
#ifdef FR_HAVE_V4L2_FH_FILE
	v4l2_fh_add(fh, file);
#else
	file->private_data = fh;
	v4l2_fh_add(fh);
#endif
}

static inline void fr_v4l2_fh_del(struct v4l2_fh *fh, struct file *file)
{
#ifdef FR_HAVE_V4L2_FH_FILE
	v4l2_fh_del(fh, file);
#else
	v4l2_fh_del(fh);
#endif
}
#endif

/* A device's type looks at it only, since 6.2. */
#ifdef FR_HAVE_DEVNODE_CONST
#define fr_devnode_const	const
#else
#define fr_devnode_const
#endif

/* A platform driver's remove() returned 0 until 6.10. */
#ifdef FR_HAVE_PLATFORM_REMOVE_INT
#define fr_platform_remove_t	int
#define FR_PLATFORM_REMOVED	0
#else
#define fr_platform_remove_t	void
#define FR_PLATFORM_REMOVED
#endif

#endif /* FR_COMPAT_H */
