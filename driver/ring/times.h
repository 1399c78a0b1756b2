/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether somebody asks how long frames take. */
#ifndef FR_TIMES_H
#define FR_TIMES_H

#include <linux/types.h>

struct fr_generation;
struct fr_ring;

void fr_times_ask(struct fr_ring *ring, bool *asks, bool ask);
void fr_times_end(struct fr_ring *ring, bool *asks);
void fr_times_show(const struct fr_ring *ring, struct fr_generation *gen);

#endif /* FR_TIMES_H */
