/* SPDX-License-Identifier: GPL-2.0-only */
/* Demand: who watches a ring, and what they would like to see. */
#ifndef FR_DEMAND_H
#define FR_DEMAND_H

#include <linux/poll.h>

struct file;
struct fr_ring;

void fr_demand_init(struct fr_ring *ring);
void fr_demand_change(struct fr_ring *ring);
int fr_ioctl_demand(struct file *file, void *arg);
int fr_ioctl_wish(struct file *file, void *arg);
__poll_t fr_demand_poll(struct file *file, poll_table *table);

#endif /* FR_DEMAND_H */
