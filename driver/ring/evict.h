/* SPDX-License-Identifier: GPL-2.0-only */
/* What the stall clock leads to: readers in a waiting producer's way go. */
#ifndef FR_EVICT_H
#define FR_EVICT_H

struct work_struct;

void fr_evict_work(struct work_struct *work);

#endif /* FR_EVICT_H */
