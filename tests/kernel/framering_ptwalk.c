// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module for tests: tells what the page tables really hold, see ptwalk.h.
 * It walks by hand, since the kernel's walkers changed their names from
 * version to version, and what is used here did not.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/uaccess.h>

#include <asm/cpufeature.h>
#include <asm/msr.h>

#include "ptwalk.h"

/* Memory types without a page attribute table, by PCD and PWT. */
#define LEGACY_PAT	0x0007040600070406ULL

static u64 pat_msr(void)
{
	u32 low, high;

	if (!boot_cpu_has(X86_FEATURE_PAT))
		return 0;
	rdmsr(MSR_IA32_CR_PAT, low, high);
	return (u64)high << 32 | low;
}

/* @upper: the entries above, where they restrict: writable and user. */
static void fill(struct ptwalk_entry *entry, u64 raw, u64 upper, bool nx,
		 u64 bytes, u64 pfn, u64 msr)
{
	u64 pat_bit = bytes == PAGE_SIZE ? _PAGE_PAT : _PAGE_PAT_LARGE;
	u32 index;

	entry->raw = raw;
	entry->bytes = bytes;
	entry->pfn = pfn;
	entry->present = 1;
	entry->pat = !!(raw & pat_bit);
	entry->pcd = !!(raw & _PAGE_PCD);
	entry->pwt = !!(raw & _PAGE_PWT);
	index = entry->pat << 2 | entry->pcd << 1 | entry->pwt;
	entry->type = (msr ? msr : LEGACY_PAT) >> (8 * index) & 7;
	entry->writable = !!(raw & upper & _PAGE_RW);
	entry->user = !!(raw & upper & _PAGE_USER);
	entry->nx = nx || (raw & _PAGE_NX);
}

/*
 * With interrupts off nobody frees a page table, as in the kernel's gup. NX of
 * the top levels is not looked at: page table isolation sets it there.
 */
static void walk(unsigned long address, struct ptwalk_entry *entry, u64 msr)
{
	pgd_t *pgd = pgd_offset(current->mm, address);
	u64 upper = pgd_val(*pgd);
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;
	pte_t *pte;
	bool nx;

	if (pgd_none(*pgd) || pgd_bad(*pgd))
		return;
	p4d = p4d_offset(pgd, address);
	if (p4d_none(*p4d) || p4d_bad(*p4d))
		return;
	upper &= p4d_val(*p4d);

	pud = pud_offset(p4d, address);
	if (!pud_present(*pud))
		return;
	if (pud_val(*pud) & _PAGE_PSE) {
		fill(entry, pud_val(*pud), upper, false, PUD_SIZE,
		     pud_pfn(*pud) + ((address & ~PUD_MASK) >> PAGE_SHIFT),
		     msr);
		return;
	}
	upper &= pud_val(*pud);
	nx = pud_val(*pud) & _PAGE_NX;

	pmd = pmd_offset(pud, address);
	if (!(pmd_val(*pmd) & _PAGE_PRESENT))
		return;
	if (pmd_val(*pmd) & _PAGE_PSE) {
		fill(entry, pmd_val(*pmd), upper, nx, PMD_SIZE,
		     pmd_pfn(*pmd) + ((address & ~PMD_MASK) >> PAGE_SHIFT),
		     msr);
		return;
	}
	upper &= pmd_val(*pmd);
	nx = nx || (pmd_val(*pmd) & _PAGE_NX);

	/* x86-64 has no high memory: every page table is mapped. */
	pte = pte_offset_kernel(pmd, address);
	if (!(pte_val(*pte) & _PAGE_PRESENT))
		return;
	fill(entry, pte_val(*pte), upper, nx, PAGE_SIZE, pte_pfn(*pte), msr);
}

/* lookup_address() gives the leaf alone; its upper entries restrict nothing. */
static void look_at_alias(u64 pfn, struct ptwalk_entry *entry, u64 msr)
{
	unsigned int level;
	pte_t *pte;
	u64 raw;

	if (!pfn_valid(pfn))
		return;
	pte = lookup_address((unsigned long)page_address(pfn_to_page(pfn)),
			     &level);
	raw = pte ? pte_val(*pte) : 0;
	if (!(raw & _PAGE_PRESENT))
		return;
	fill(entry, raw, ~0ULL, false, 1ULL << (PAGE_SHIFT + (level -
	     PG_LEVEL_4K) * (PMD_SHIFT - PAGE_SHIFT)), pfn, msr);
}

static long ptwalk_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	struct ptwalk __user *to = (struct ptwalk __user *)arg;
	struct ptwalk look = {};
	unsigned long flags;

	if (cmd != PTWALK_IOC_LOOK)
		return -ENOTTY;
	if (get_user(look.address, &to->address))
		return -EFAULT;
	if (!access_ok((void __user *)look.address, 1))
		return -EINVAL;

	mmap_read_lock(current->mm);
	local_irq_save(flags);
	look.pat_msr = pat_msr();
	walk(look.address, &look.user, look.pat_msr);
	if (look.user.present)
		look_at_alias(look.user.pfn, &look.alias, look.pat_msr);
	local_irq_restore(flags);
	mmap_read_unlock(current->mm);

	if (!look.user.present)
		return -ENOENT;
	return copy_to_user(to, &look, sizeof(look)) ? -EFAULT : 0;
}

static const struct file_operations ptwalk_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = ptwalk_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice ptwalk_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "framering-ptwalk",
	.fops = &ptwalk_fops,
	.mode = 0600,
};
module_misc_device(ptwalk_device);

MODULE_DESCRIPTION("What the page tables hold, for framering's tests");
MODULE_LICENSE("GPL");
