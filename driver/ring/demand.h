/* SPDX-License-Identifier: GPL-2.0-only */
/* Demand: which consumers a ring has, and what they would like to see. */
#ifndef FR_DEMAND_H
#define FR_DEMAND_H

#include <linux/types.h>

#include <framering.h>

struct fr_ring;
struct fr_role;

void fr_demand_init(struct fr_ring *ring);
void fr_demand_change(struct fr_ring *ring);
int fr_demand_wait(struct fr_ring *ring, u64 serial, s64 deadline_ns);
int fr_demand_get(struct fr_ring *ring, struct framering_demand *demand);
int fr_demand_wish(struct fr_role *role, const struct framering_wish *wish);

#endif /* FR_DEMAND_H */
