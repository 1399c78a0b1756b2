/* SPDX-License-Identifier: GPL-2.0-only */
/* How the processor caches ordinary pages, in the kernel's own mapping. */
#ifndef FR_CACHE_H
#define FR_CACHE_H

#include <linux/bits.h>
#include <linux/mm_types.h>
#include <linux/types.h>

#include <framering.h>

/*
 * Only x86 can switch the kernel's own mapping of ordinary pages. Elsewhere
 * its alias would stay cached beside a write-combined one, and dirty lines
 * would overwrite frames.
 */
#if defined(CONFIG_X86) && defined(CONFIG_ARCH_HAS_SET_MEMORY)
#define FR_CACHE_SWITCHED	1
#else
#define FR_CACHE_SWITCHED	0
#endif

u32 fr_cache_modes(void);
int fr_cache_set(struct page *page, unsigned int pages, u32 cache);
int fr_cache_restore(struct page *page, unsigned int pages, u32 cache);
u32 fr_cache_effective(const void *at);
pgprot_t fr_cache_pgprot(pgprot_t prot, u32 cache);
int fr_cache_remap(struct vm_area_struct *vma, unsigned long addr,
		   unsigned long pfn, unsigned long pages);
int fr_cache_io_remap(struct vm_area_struct *vma, unsigned long pfn);

#endif /* FR_CACHE_H */
