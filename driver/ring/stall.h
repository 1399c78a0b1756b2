/* SPDX-License-Identifier: GPL-2.0-only */
/* The stall clock: bounds what a reader can cost a waiting producer. */
#ifndef FR_STALL_H
#define FR_STALL_H

#include <linux/types.h>
#include <linux/workqueue.h>

#include <framering.h>

struct fr_generation;

/**
 * struct fr_stall - the clock of one generation
 * @work: runs when somebody's time is over
 * @head: where the producer stood at the last look; gen->lock
 * @since: when that was; gen->lock
 * @blocking: consumers that were in the way then; gen->lock
 * @waited: for how long the producer has stood there with a consumer, or with
 *	one of a group, in its way, in nanoseconds; gen->lock
 */
struct fr_stall {
	struct delayed_work work;
	u32 head;
	u64 since;
	u32 blocking;
	u64 waited[2 * FRAMERING_MAX_CONSUMERS];
};

void fr_stall_init(struct fr_generation *gen, work_func_t work);
bool fr_stall_look(struct fr_generation *gen, u32 *overdue);
void fr_stall_go(struct fr_generation *gen, u32 index);
void fr_stall_resume(struct fr_generation *gen);
void fr_stall_stop(struct fr_generation *gen);

#endif /* FR_STALL_H */
