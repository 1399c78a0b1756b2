// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stall clock. It starts when a producer is about to wait in the kernel;
 * if the producer still stands there when the ring's time is over, the readers
 * in its way are revoked.
 */
#include <linux/jiffies.h>

#include "generation.h"
#include "mmap.h"
#include "ring.h"
#include "role.h"

/*
 * Bit i: consumer i keeps the producer from going on. A lossless consumer that
 * lags is the cause if there is one; else those who hold slots. gen->lock is
 * held.
 */
static u32 fr_stall_culprits(struct fr_generation *gen)
{
	u32 todo = READ_ONCE(gen->status->consumers);
	u32 lossless = READ_ONCE(gen->status->lossless);
	u32 head = READ_ONCE(gen->view.page->head);
	u32 lagging = 0, holding = 0;

	for (; todo; todo &= todo - 1) {
		u32 i = __ffs(todo);

		if (framering_ring_claims(&gen->view, i, lossless))
			holding |= 1U << i;
		if (lossless & 1U << i &&
		    head - READ_ONCE(gen->view.consumer[i]->tail) >=
		    gen->view.slots)
			lagging |= 1U << i;
	}
	return lagging ? lagging : holding;
}

static void fr_stall_work(struct work_struct *work)
{
	struct fr_generation *gen = container_of(to_delayed_work(work),
						 struct fr_generation,
						 stall.work);
	u32 culprits = 0, i;

	mutex_lock(&gen->ring->lock);
	spin_lock(&gen->lock);
	if (gen->producer && !framering_ring_can_reserve(&gen->view) &&
	    gen->stall.head == READ_ONCE(gen->view.page->head))
		culprits = fr_stall_culprits(gen);
	spin_unlock(&gen->lock);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		if (culprits & 1U << i && gen->consumer[i])
			fr_role_revoke(gen->consumer[i]);
	mutex_unlock(&gen->ring->lock);
	/* Who still waits starts the clock anew. */
	fr_generation_wake_producer(gen);
}

void fr_stall_init(struct fr_generation *gen)
{
	INIT_DELAYED_WORK(&gen->stall.work, fr_stall_work);
}

/* A producer is about to wait. Does nothing if the clock runs already. */
void fr_stall_start(struct fr_generation *gen)
{
	if (delayed_work_pending(&gen->stall.work))
		return;
	gen->stall.head = READ_ONCE(gen->view.page->head);
	schedule_delayed_work(&gen->stall.work,
			      msecs_to_jiffies(gen->config.stall_ms));
}

void fr_stall_stop(struct fr_generation *gen)
{
	cancel_delayed_work_sync(&gen->stall.work);
}
