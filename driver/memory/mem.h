/* SPDX-License-Identifier: GPL-2.0-only */
/* Frame memory: what a memory kind is, and the contract of its operations. */
#ifndef FR_MEM_H
#define FR_MEM_H

#include <linux/kref.h>
#include <linux/mm.h>
#include <linux/types.h>

#include <framering.h>

#include "charge.h"

struct dma_buf;
struct fr_device;
struct fr_mem;

/**
 * struct fr_import - dma-bufs that a program brings, one for each slot
 * @count: how many
 * @bytes: of all of them, which a ring keeps whole
 * @buf: they; whoever fills this in holds a reference to each
 */
struct fr_import {
	u32 count;
	u64 bytes;
	struct dma_buf *buf[FRAMERING_MAX_SLOTS];
};

/**
 * struct fr_mem_ops - a memory kind
 * @name: for sysfs and messages
 * @kind: enum framering_memory
 * @vm_flags: of a mapping of frames, beside those of every mapping
 * @foreign: not the system's memory: the limits do not count it
 * @lasting: ordinary pages, that can stay when their device goes: slots can be
 *	exported
 * @cost: bytes that a slot takes, if that is more than its size
 * @caches: bit i: enum framering_cache i can be asked for on this device; 0:
 *	the kind cannot be had there
 * @alloc: make all slots, zeroed, in mode @mem->cache; sets cache_effective
 * @free: give them back; also after a failed @alloc
 * @map: fill a whole VMA of one slot, called by mmap() after all checks.
 *	@pgoff is the first page, counted from the slot's start. NULL: all pages
 *	are mapped when they are touched
 * @pfn: frame number of a page of a slot, for kinds that map by number; *@run
 *	gets the pages that lie behind it without a break, itself included
 * @page: the same for kinds whose mappings count their pages. A kind has at
 *	most one of the two, and without any a page that was taken out of a
 *	mapping does not come back
 * @resume: the machine has slept, and the memory may hold anything. NULL: it
 *	holds what it did
 * @at: kernel address of byte @offset of a slot; *@len gets the bytes that
 *	follow it without a break
 *
 * Bounds, permissions, counting and revocation are the core's, in mmap.c: an
 * operation may trust its arguments.
 */
struct fr_mem_ops {
	const char *name;
	u32 kind;
	unsigned long vm_flags;
	bool foreign;
	bool lasting;
	u64 (*cost)(u32 slot_bytes);
	u32 (*caches)(const struct fr_device *device);
	int (*alloc)(struct fr_mem *mem);
	void (*free)(struct fr_mem *mem);
	int (*map)(struct fr_mem *mem, struct vm_area_struct *vma, u32 slot,
		   unsigned long pgoff);
	unsigned long (*pfn)(struct fr_mem *mem, u32 slot, unsigned long pgoff,
			     unsigned long *run);
	struct page *(*page)(struct fr_mem *mem, u32 slot,
			     unsigned long pgoff);
	void (*resume)(struct fr_mem *mem);
	void *(*at)(struct fr_mem *mem, u32 slot, u32 offset, u32 *len);
};

/**
 * struct fr_mem - the slots of one generation
 * @ops: the kind
 * @device: what they lie on; holds a reference. NULL: that has let go of it,
 *	and only exported slots keep the memory
 * @ref: held by the generation, by each of its roles and by exported slots
 * @slots: how many
 * @slot_bytes: size of each, whole pages
 * @cache: enum framering_cache asked for
 * @cache_effective: enum framering_cache that the page tables hold
 * @charge: what the limits count of it
 * @bar_offset: where slot 0 begins in the device's memory, the others follow;
 *	only of kind "bar"
 * @import: what @alloc of kind "import" takes; NULL afterwards
 * @data: the kind's own
 * @vmap: by slot: where the kernel has mapped it for other drivers, or NULL
 * @meta: what lies beside the frames, of kind "pages", and goes with them; NULL
 *	if nothing does
 */
struct fr_mem {
	const struct fr_mem_ops *ops;
	struct fr_device *device;
	struct kref ref;
	u32 slots;
	u32 slot_bytes;
	u32 cache;
	u32 cache_effective;
	struct fr_charge charge;
	u64 bar_offset;
	const struct fr_import *import;
	void *data;
	void *vmap[FRAMERING_MAX_SLOTS];
	struct fr_mem *meta;
};

/*
 * For what user space makes the driver allocate in quantity. It is counted to
 * the caller's memory cgroup, and one that is full says ENOMEM: without
 * __GFP_RETRY_MAYFAIL the OOM killer would look for a process in it.
 */
#define FR_GFP_USER	(GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | \
			 __GFP_NOWARN)

extern const struct fr_mem_ops fr_mem_pages_ops;
extern const struct fr_mem_ops fr_mem_vmalloc_ops;
extern const struct fr_mem_ops fr_mem_coherent_ops;
extern const struct fr_mem_ops fr_mem_bar_ops;
extern const struct fr_mem_ops fr_mem_import_ops;

#ifdef CONFIG_DMA_SHARED_BUFFER
int fr_import_init(void);
void fr_import_exit(void);
#else
static inline int fr_import_init(void)
{
	return 0;
}

static inline void fr_import_exit(void)
{
}
#endif

const char *fr_mem_name(u32 kind);
void fr_mem_caches(const struct fr_device *device,
		   u32 caches[FRAMERING_MEMORIES]);
struct fr_mem *fr_mem_create(struct fr_device *device, kuid_t uid,
			     const struct framering_config *config,
			     bool cached, const struct fr_import *import);
void fr_mem_get(struct fr_mem *mem);
void fr_mem_put(struct fr_mem *mem);
void fr_mem_let_go(struct fr_mem *mem);
void fr_mem_resume(struct fr_mem *mem);

/* True: a 2 MiB entry fits here, and .huge_fault is going to make it. */
static inline bool fr_mem_huge(struct vm_area_struct *vma, unsigned long addr,
			       unsigned long pfn, unsigned long pages)
{
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
	return IS_ALIGNED(addr, PMD_SIZE) && IS_ALIGNED(pfn, PTRS_PER_PMD) &&
	       pages >= PTRS_PER_PMD && vma->vm_end - addr >= PMD_SIZE;
#else
	return false;
#endif
}

#endif /* FR_MEM_H */
