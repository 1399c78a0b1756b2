/* SPDX-License-Identifier: GPL-2.0-only */
/* mmap() of role files, and what holds for every mapping of a slot. */
#ifndef FR_MMAP_H
#define FR_MMAP_H

#include <linux/mm_types.h>

struct file;
struct fr_mem;

int fr_mmap(struct file *file, struct vm_area_struct *vma);
int fr_mmap_rights(const struct vm_area_struct *vma, bool writable);
void fr_mmap_limit(struct vm_area_struct *vma, bool writable,
		   unsigned long flags);
vm_fault_t fr_mmap_insert(struct vm_area_struct *vma, unsigned long addr,
			  struct fr_mem *mem, u32 slot, unsigned long pgoff,
			  unsigned long *run);

#endif /* FR_MMAP_H */
