/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the module framering_ptwalk share. */
#ifndef FRAMERING_PTWALK_MODULE_H
#define FRAMERING_PTWALK_MODULE_H

#include <linux/mm_types.h>
#include <linux/types.h>

#include "ptwalk.h"

struct file;
struct vm_area_struct;

/**
 * struct ptwalk_place - where a way through the page tables ends
 * @raw: the large leaf, or 0
 * @upper: the entries above, where they restrict: writable and user
 * @bytes: what an entry of this level maps
 * @nx: an entry above forbids to execute
 * @table: the entry in the lowest table, if there is one
 */
struct ptwalk_place {
	u64 raw;
	u64 upper;
	u64 bytes;
	bool nx;
	const pte_t *table;
};

void ptwalk_descend(struct mm_struct *mm, unsigned long address,
		    struct ptwalk_place *place);
u64 ptwalk_pfn(unsigned long address, u64 raw, u64 bytes);
u32 ptwalk_type(u64 raw, u64 bytes, u64 msr);
void ptwalk_user(struct ptwalk *look);
void ptwalk_direct_map(struct ptwalk *look);
void ptwalk_vmalloc(struct ptwalk *look);

/* Memory that tests look at; it lives as long as its file. */
int ptwalk_open(struct inode *inode, struct file *file);
long ptwalk_make(struct file *file, const struct ptwalk_make *make);
int ptwalk_mmap(struct file *file, struct vm_area_struct *vma);
int ptwalk_release(struct inode *inode, struct file *file);

#endif /* FRAMERING_PTWALK_MODULE_H */
