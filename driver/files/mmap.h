/* SPDX-License-Identifier: GPL-2.0-only */
/* Mappings of role files: regions, permissions, counting. */
#ifndef FR_MMAP_H
#define FR_MMAP_H

struct file;
struct vm_area_struct;

int fr_mmap(struct file *file, struct vm_area_struct *vma);

#endif /* FR_MMAP_H */
