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
 * @work: runs when the time is over
 * @due: when that is, in jiffies; gen->lock
 * @running: @work has not yet judged since; gen->lock
 * @head: where the producer stood when the clock started; gen->lock
 * @tail: where each consumer stood then; gen->lock
 * @held: what each consumer held then; gen->lock
 * @culprits: who was in the way then; gen->lock
 * @warned: consumers that have no more time to spare, for as long as the
 *	producer stands there: they were in the way for a whole time, or came
 *	since; gen->lock
 */
struct fr_stall {
	struct delayed_work work;
	unsigned long due;
	bool running;
	u32 head;
	u32 tail[FRAMERING_MAX_CONSUMERS];
	u32 held[FRAMERING_MAX_CONSUMERS];
	u32 culprits;
	u32 warned;
};

void fr_stall_init(struct fr_generation *gen);
void fr_stall_start(struct fr_generation *gen);
void fr_stall_come(struct fr_generation *gen, u32 index);
void fr_stall_go(struct fr_generation *gen, u32 index);
void fr_stall_stop(struct fr_generation *gen);

#endif /* FR_STALL_H */
