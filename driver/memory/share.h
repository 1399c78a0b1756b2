/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots for other drivers: as a scatter list, and at a kernel address. */
#ifndef FR_SHARE_H
#define FR_SHARE_H

#include <linux/scatterlist.h>
#include <linux/types.h>

struct fr_mem;

int fr_share_sgt(struct fr_mem *mem, u32 slot, struct sg_table *sgt);
void *fr_share_vmap(struct fr_mem *mem, u32 slot);
void *fr_share_dummy(u32 bytes);
void fr_share_dummy_free(void *address);

#endif /* FR_SHARE_H */
