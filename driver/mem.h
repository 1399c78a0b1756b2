/* SPDX-License-Identifier: GPL-2.0-only */
/* Frame memory: what a memory kind is, and the contract of its operations. */
#ifndef FR_MEM_H
#define FR_MEM_H

#include <linux/kref.h>
#include <linux/mm_types.h>
#include <linux/types.h>

#include <framering.h>

struct fr_mem;

/**
 * struct fr_mem_ops - a memory kind
 * @name: for sysfs and messages
 * @kind: enum framering_memory
 * @caches: bit i: enum framering_cache i can be asked for here
 * @cache: the default mode
 * @alloc: make all slots, zeroed, in mode @mem->cache; sets cache_effective
 * @free: give them back; also after a failed @alloc
 * @map: map a whole VMA of one slot, called by mmap() after all checks.
 *	@pgoff is the first page, counted from the slot's start
 * @fault: map the page again that a zap took away
 * @at: kernel address of byte @offset of a slot; *@len gets the bytes that
 *	follow it without a break
 *
 * Bounds, permissions, counting and revocation are the core's, in mmap.c: an
 * operation may trust its arguments.
 */
struct fr_mem_ops {
	const char *name;
	u32 kind;
	u32 caches;
	u32 cache;
	int (*alloc)(struct fr_mem *mem);
	void (*free)(struct fr_mem *mem);
	int (*map)(struct fr_mem *mem, struct vm_area_struct *vma, u32 slot,
		   unsigned long pgoff);
	vm_fault_t (*fault)(struct fr_mem *mem, struct vm_fault *vmf, u32 slot,
			    unsigned long pgoff);
	void *(*at)(struct fr_mem *mem, u32 slot, u32 offset, u32 *len);
};

/**
 * struct fr_mem - the slots of one generation
 * @ops: the kind
 * @ref: held by the generation and by each of its roles
 * @slots: how many
 * @slot_bytes: size of each, whole pages
 * @cache: enum framering_cache asked for
 * @cache_effective: enum framering_cache that the page tables hold
 * @data: the kind's own
 */
struct fr_mem {
	const struct fr_mem_ops *ops;
	struct kref ref;
	u32 slots;
	u32 slot_bytes;
	u32 cache;
	u32 cache_effective;
	void *data;
};

extern const struct fr_mem_ops fr_mem_pages_ops;

u32 fr_mem_kinds(void);
u32 fr_mem_caches(void);
u64 fr_mem_max_bytes(void);
struct fr_mem *fr_mem_create(u32 kind, u32 cache, u32 slots, u32 slot_bytes);
void fr_mem_get(struct fr_mem *mem);
void fr_mem_put(struct fr_mem *mem);

#endif /* FR_MEM_H */
