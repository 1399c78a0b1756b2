// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cache modes of ordinary pages. On x86, pgprot_writecombine() alone is not
 * enough: remap_pfn_range() keeps the type that the page has, write-back,
 * most often without a word. So the kernel's mapping is switched first, and
 * what the tables then hold is read back, not assumed.
 */
#include <linux/export.h>
#include <linux/mm.h>

#include "cache.h"
#include "compat.h"

#if FR_CACHE_SWITCHED

#include <asm/memtype.h>
#include <asm/pgtable_types.h>
#include <asm/set_memory.h>

/* Without PAT the bits for write-combining mean uncached. */
u32 fr_cache_modes(void)
{
	return BIT(FRAMERING_CACHE_WB) | BIT(FRAMERING_CACHE_UC) |
	       (pat_enabled() ? BIT(FRAMERING_CACHE_WC) : 0);
}

/**
 * fr_cache_set - switch pages from cached to @cache
 * @page: the first of them
 * @pages: how many, contiguous
 * @cache: enum framering_cache
 *
 * Return: 0 or a negative errno; fr_cache_restore() is due in either case.
 */
int fr_cache_set(struct page *page, unsigned int pages, u32 cache)
{
	unsigned long addr = (unsigned long)page_address(page);

	switch (cache) {
	case FRAMERING_CACHE_WC:
		return set_memory_wc(addr, pages);
	case FRAMERING_CACHE_UC:
		return set_memory_uc(addr, pages);
	default:
		return 0;
	}
}

/**
 * fr_cache_restore - switch pages back to cached
 * @page: the first of them
 * @pages: how many, contiguous
 * @cache: what they were switched to
 *
 * Return: 0, or a negative errno: then the pages must never be freed.
 */
int fr_cache_restore(struct page *page, unsigned int pages, u32 cache)
{
	if (cache == FRAMERING_CACHE_WB)
		return 0;
	return set_memory_wb((unsigned long)page_address(page), pages);
}

/**
 * fr_cache_effective - the mode that the kernel's page tables hold
 * @at: where the kernel has mapped the page
 *
 * Return: enum framering_cache.
 */
u32 fr_cache_effective(const void *at)
{
	unsigned int level;
	pteval_t bits;
	pte_t *pte;

	pte = lookup_address((unsigned long)at, &level);
	if (!pte)
		return FRAMERING_CACHE_DEFAULT;
	bits = pte_flags(*pte);
	if (level != PG_LEVEL_4K)
		bits = protval_large_2_4k(bits);
	bits &= _PAGE_CACHE_MASK;
	if (bits == cachemode2protval(_PAGE_CACHE_MODE_WB))
		return FRAMERING_CACHE_WB;
	if (bits == cachemode2protval(_PAGE_CACHE_MODE_UC_MINUS) ||
	    bits == cachemode2protval(_PAGE_CACHE_MODE_UC))
		return FRAMERING_CACHE_UC;
	if (bits == cachemode2protval(_PAGE_CACHE_MODE_WC))
		return FRAMERING_CACHE_WC;
	return FRAMERING_CACHE_DEFAULT;
}

#else /* !FR_CACHE_SWITCHED */

u32 fr_cache_modes(void)
{
	return BIT(FRAMERING_CACHE_WB);
}

int fr_cache_set(struct page *page, unsigned int pages, u32 cache)
{
	return cache == FRAMERING_CACHE_WB ? 0 : -EINVAL;
}

int fr_cache_restore(struct page *page, unsigned int pages, u32 cache)
{
	return 0;
}

u32 fr_cache_effective(const void *at)
{
	return FRAMERING_CACHE_DEFAULT;
}

#endif /* FR_CACHE_SWITCHED */

/**
 * fr_cache_pgprot - page protection for a user mapping
 * @prot: the VMA's
 * @cache: enum framering_cache that the pages were switched to
 *
 * Return: @prot with the mode's bits.
 */
pgprot_t fr_cache_pgprot(pgprot_t prot, u32 cache)
{
	switch (cache) {
	case FRAMERING_CACHE_WC:
		return pgprot_writecombine(prot);
	case FRAMERING_CACHE_UC:
		return pgprot_noncached(prot);
	default:
		return prot;
	}
}
EXPORT_SYMBOL_NS_GPL(fr_cache_pgprot, FR_NAMESPACE);

/*
 * The first page of a VMA that would else be filled by one call, see below.
 * Return: pages done, 0 or 1, or a negative errno.
 */
static long fr_cache_remap_first(struct vm_area_struct *vma, unsigned long addr,
				 unsigned long pfn, unsigned long pages)
{
	if (pages != vma_pages(vma))
		return 0;
	return vmf_insert_pfn(vma, addr, pfn) == VM_FAULT_NOPAGE ? 1 : -ENOMEM;
}

/**
 * fr_cache_remap - map memory that may be taken away again
 * @vma: the mapping, with its vm_page_prot
 * @addr: where in it
 * @pfn: the first frame number
 * @pages: how many
 *
 * If remap_pfn_range() fills a whole VMA in one call, x86 marks it (VM_PAT).
 * For a card's memory it then reserves the type for that VMA, and forgets to
 * give it back once the VMA was split or its entries were revoked: later users
 * get the wrong type. For any memory it looks for the first entry at the end,
 * and warns if a revocation takes it at that very moment, or if there never was
 * a page table. What is less than a VMA only follows what is there, the
 * driver's own.
 *
 * Return: 0 or a negative errno.
 */
int fr_cache_remap(struct vm_area_struct *vma, unsigned long addr,
		   unsigned long pfn, unsigned long pages)
{
	long done = fr_cache_remap_first(vma, addr, pfn, pages);

	if (done < 0 || done == pages)
		return done < 0 ? done : 0;
	return remap_pfn_range(vma, addr + (done << PAGE_SHIFT), pfn + done,
			       (pages - done) << PAGE_SHIFT, vma->vm_page_prot);
}

/**
 * fr_cache_io_remap - the same for a card's memory or registers
 * @vma: all of it is mapped, with its vm_page_prot
 * @pfn: the first frame number
 *
 * Return: 0 or a negative errno.
 */
int fr_cache_io_remap(struct vm_area_struct *vma, unsigned long pfn)
{
	unsigned long rest = vma->vm_start + PAGE_SIZE;
	long done;

	/* As io_remap_pfn_range() does: a card sees no encrypted memory. */
	vma->vm_page_prot = pgprot_decrypted(vma->vm_page_prot);
	done = fr_cache_remap_first(vma, vma->vm_start, pfn, vma_pages(vma));
	if (done < 0 || rest == vma->vm_end)
		return done < 0 ? done : 0;
	return io_remap_pfn_range(vma, rest, pfn + 1, vma->vm_end - rest,
				  vma->vm_page_prot);
}
