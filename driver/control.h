/* SPDX-License-Identifier: GPL-2.0-only */
/* Control pages of a generation. */
#ifndef FR_CONTROL_H
#define FR_CONTROL_H

#include <linux/types.h>

struct fr_generation;

int fr_control_alloc(struct fr_generation *gen);
void fr_control_free(struct fr_generation *gen);
u64 fr_control_next_frame(struct fr_generation *gen, u32 head);
int fr_control_renew_producer(struct fr_generation *gen);
int fr_control_renew_consumer(struct fr_generation *gen, u32 index);

#endif /* FR_CONTROL_H */
