// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways through the page tables. By hand, since the kernel's walkers
 * changed their names from version to version, and what is used here did not.
 */
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>

#include "framering_ptwalk.h"

/* Memory types without a page attribute table, by PCD and PWT. */
#define LEGACY_PAT	0x0007040600070406ULL

/*
 * Follow @address down to a large leaf, to the lowest table, or to where there
 * is nothing. Every entry is read once: it may change meanwhile.
 * Interrupts are off. NX of the top levels is not looked at: page table
 * isolation sets it there.
 */
void ptwalk_descend(struct mm_struct *mm, unsigned long address,
		    struct ptwalk_place *place)
{
	pgd_t pgd = READ_ONCE(*pgd_offset(mm, address));
	p4d_t p4d;
	pud_t pud;
	pmd_t pmd;

	*place = (struct ptwalk_place){ .bytes = PGDIR_SIZE };
	if (pgd_none(pgd) || pgd_bad(pgd))
		return;
	p4d = READ_ONCE(*p4d_offset(&pgd, address));
	place->bytes = P4D_SIZE;
	if (p4d_none(p4d) || p4d_bad(p4d))
		return;
	place->upper = pgd_val(pgd) & p4d_val(p4d);

	pud = READ_ONCE(*pud_offset(&p4d, address));
	place->bytes = PUD_SIZE;
	if (!(pud_val(pud) & _PAGE_PRESENT))
		return;
	if (pud_val(pud) & _PAGE_PSE) {
		place->raw = pud_val(pud);
		return;
	}
	place->upper &= pud_val(pud);
	place->nx = pud_val(pud) & _PAGE_NX;

	pmd = READ_ONCE(*pmd_offset(&pud, address));
	place->bytes = PMD_SIZE;
	if (!(pmd_val(pmd) & _PAGE_PRESENT))
		return;
	if (pmd_val(pmd) & _PAGE_PSE) {
		place->raw = pmd_val(pmd);
		return;
	}
	place->upper &= pmd_val(pmd);
	place->nx |= !!(pmd_val(pmd) & _PAGE_NX);

	/* x86-64 has no high memory: every page table is mapped. */
	place->bytes = PAGE_SIZE;
	place->table = pte_offset_kernel(&pmd, address);
}

/* The frame of the 4 KiB page; a large entry has its PAT bit among those. */
u64 ptwalk_pfn(unsigned long address, u64 raw, u64 bytes)
{
	u64 start = raw & PTE_PFN_MASK & ~(bytes - 1);

	return (start | (address & (bytes - 1))) >> PAGE_SHIFT;
}

/* The index into the page attribute table. */
static u32 pat_index(u64 raw, u64 bytes)
{
	u64 pat_bit = bytes == PAGE_SIZE ? _PAGE_PAT : _PAGE_PAT_LARGE;

	return (raw & pat_bit ? 4 : 0) + (raw & _PAGE_PCD ? 2 : 0) +
	       (raw & _PAGE_PWT ? 1 : 0);
}

u32 ptwalk_type(u64 raw, u64 bytes, u64 msr)
{
	return (msr ? msr : LEGACY_PAT) >> (8 * pat_index(raw, bytes)) & 7;
}

static void fill(struct ptwalk_entry *entry, unsigned long address,
		 const struct ptwalk_place *place, u64 msr)
{
	u32 index = pat_index(place->raw, place->bytes);

	if (!(place->raw & _PAGE_PRESENT))
		return;
	entry->raw = place->raw;
	entry->bytes = place->bytes;
	entry->pfn = ptwalk_pfn(address, place->raw, place->bytes);
	entry->present = 1;
	entry->pat = index >> 2;
	entry->pcd = index >> 1 & 1;
	entry->pwt = index & 1;
	entry->type = ptwalk_type(place->raw, place->bytes, msr);
	entry->writable = !!(place->raw & place->upper & _PAGE_RW);
	entry->user = !!(place->raw & place->upper & _PAGE_USER);
	entry->nx = place->nx || (place->raw & _PAGE_NX);
}

/* What @look's process has at its address; interrupts are off. */
void ptwalk_user(struct ptwalk *look)
{
	struct ptwalk_place place;

	ptwalk_descend(current->mm, look->address, &place);
	if (place.table)
		place.raw = pte_val(READ_ONCE(*place.table));
	fill(&look->user, look->address, &place, look->pat_msr);
}

/* lookup_address() gives the leaf alone; its upper entries restrict nothing. */
void ptwalk_direct_map(struct ptwalk *look)
{
	struct ptwalk_place place = { .upper = ~0ULL };
	unsigned long address;
	unsigned int level;
	pte_t *pte;

	if (!pfn_valid(look->user.pfn))
		return;
	address = (unsigned long)page_address(pfn_to_page(look->user.pfn));
	pte = lookup_address(address, &level);
	if (!pte)
		return;
	place.raw = pte_val(READ_ONCE(*pte));
	place.bytes = 1ULL << (PAGE_SHIFT + (level - PG_LEVEL_4K) *
			       (PMD_SHIFT - PAGE_SHIFT));
	fill(&look->alias, address, &place, look->pat_msr);
}

static void count(struct ptwalk *look, u64 raw, u64 bytes)
{
	if (look->aliases >= look->limit)
		return;
	look->aliases++;
	look->alias_types |= 1U << ptwalk_type(raw, bytes, look->pat_msr);
}

/* From @table's entry on, to its end: the quick part, for it is the most. */
static void search_table(struct ptwalk *look, const pte_t *table)
{
	u64 want = look->user.pfn << PAGE_SHIFT | _PAGE_PRESENT;
	u64 mask = PTE_PFN_MASK | _PAGE_PRESENT;
	const pte_t *end = PTR_ALIGN(table + 1, PAGE_SIZE);

	for (; table < end; table++) {
		u64 raw = pte_val(READ_ONCE(*table));

		if ((raw & mask) == want)
			count(look, raw, PAGE_SIZE);
	}
}

/* A large leaf maps the page once, wherever in it the page lies. */
static void search_leaf(struct ptwalk *look, const struct ptwalk_place *place)
{
	u64 inside = (look->user.pfn << PAGE_SHIFT) & (place->bytes - 1);

	if (ptwalk_pfn(inside, place->raw, place->bytes) == look->user.pfn)
		count(look, place->raw, place->bytes);
}

/* One lowest table, or one entry above it. Returns where it ends. */
static unsigned long step(struct ptwalk *look, unsigned long address)
{
	struct ptwalk_place place;
	unsigned long flags;

	/* To free a table, the kernel has to interrupt this processor first. */
	local_irq_save(flags);
	ptwalk_descend(current->mm, address, &place);
	if (place.table)
		search_table(look, place.table);
	else if (place.raw)
		search_leaf(look, &place);
	local_irq_restore(flags);
	return ALIGN_DOWN(address, max_t(u64, place.bytes, PMD_SIZE)) +
	       max_t(u64, place.bytes, PMD_SIZE);
}

/*
 * All of the kernel's vmalloc range: every process has its tables. Where there
 * are none, a step is as long as what they would map.
 */
void ptwalk_vmalloc(struct ptwalk *look)
{
	unsigned long address = VMALLOC_START;

	while (address < VMALLOC_END && look->aliases < look->limit) {
		address = step(look, address);
		cond_resched();
	}
}
