/* SPDX-License-Identifier: GPL-2.0-only */
/* Control pages of a generation. */
#ifndef FR_CONTROL_H
#define FR_CONTROL_H

#include <linux/mm.h>
#include <linux/types.h>

#include <framering.h>

/* What may be mapped of each region, in bytes. */
#define FR_STATUS_LEN	PAGE_ALIGN(FRAMERING_STATUS_BYTES)
#define FR_PRODUCER_LEN	PAGE_ALIGN(FRAMERING_PRODUCER_BYTES)
#define FR_CONSUMER_LEN	PAGE_ALIGN(FRAMERING_CONSUMER_BYTES)

struct fr_generation;

int fr_control_alloc(struct fr_generation *gen);
void fr_control_free(struct fr_generation *gen);
u64 fr_control_next_frame(struct fr_generation *gen, u32 head);
int fr_control_renew_producer(struct fr_generation *gen);
int fr_control_renew_consumer(struct fr_generation *gen, u32 index);

#endif /* FR_CONTROL_H */
