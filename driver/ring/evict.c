// SPDX-License-Identifier: GPL-2.0-only
/* What the stall clock leads to: readers in a waiting producer's way go. */
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "account.h"
#include "evict.h"
#include "generation.h"
#include "protection.h"
#include "revoke.h"
#include "ring.h"
#include "role.h"
#include "stall.h"
#include "wait.h"

/* Consumer @role cost a stall, or is lossless and of a user who cost one. */
static bool fr_evict_due(struct fr_role *role, u32 overdue)
{
	return overdue & 1U << role->index ||
	       (role->ring.lossless && role->account &&
		fr_account_unprotected(role->account));
}

/* The time of a generation's stall clock is over. */
void fr_evict_work(struct work_struct *work)
{
	struct fr_generation *gen = container_of(to_delayed_work(work),
						 struct fr_generation,
						 stall.work);
	u32 overdue, todo, i;

	mutex_lock(&gen->ring->lock);
	spin_lock(&gen->lock);
	fr_stall_look(gen, &overdue);
	spin_unlock(&gen->lock);
	for (todo = overdue; todo; todo &= todo - 1)
		if (gen->consumer[__ffs(todo)]->account)
			fr_account_punish(gen->consumer[__ffs(todo)]->account);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		if (gen->consumer[i] && fr_evict_due(gen->consumer[i], overdue))
			fr_role_revoke(gen->consumer[i], FR_WHY_STALLED);
	fr_protection_change(gen->ring);
	/*
	 * A producer that still waits starts the clock anew. Under the lock:
	 * later it might be the wait for a consumer that attached since.
	 */
	fr_wake_producer(gen);
	mutex_unlock(&gen->ring->lock);
}
