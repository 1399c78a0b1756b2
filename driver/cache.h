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
#define FR_CACHES	(BIT(FRAMERING_CACHE_WC) | BIT(FRAMERING_CACHE_WB) | \
			 BIT(FRAMERING_CACHE_UC))
#define FR_CACHE	FRAMERING_CACHE_WC
#else
#define FR_CACHE_SWITCHED	0
#define FR_CACHES	BIT(FRAMERING_CACHE_WB)
#define FR_CACHE	FRAMERING_CACHE_WB
#endif

int fr_cache_set(struct page *page, unsigned int pages, u32 cache);
int fr_cache_restore(struct page *page, unsigned int pages, u32 cache);
u32 fr_cache_effective(struct page *page);
pgprot_t fr_cache_pgprot(pgprot_t prot, u32 cache);

#endif /* FR_CACHE_H */
