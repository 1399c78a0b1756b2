// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stall clock. It starts when a producer is about to wait in the kernel;
 * if the producer still stands there when the ring's time is over, those in its
 * way who have not moved since are revoked. Who has moved is spared once: an
 * honest reader can do so only a few times while no frame comes, but what a
 * hostile one writes to its page never stands still. It may also make way only
 * while the producer sleeps, so that who was in the way when the clock started
 * counts, too.
 */
#include <linux/jiffies.h>

#include "generation.h"
#include "mmap.h"
#include "ring.h"
#include "role.h"

/* Lossless consumers that have not yet read what @seq would replace. */
static u32 fr_stall_lagging(struct fr_generation *gen, u32 seq)
{
	u32 todo = READ_ONCE(gen->status->consumers) &
		   READ_ONCE(gen->status->lossless);
	u32 lagging = 0;

	for (; todo; todo &= todo - 1) {
		u32 i = __ffs(todo);

		if (seq - READ_ONCE(gen->view.consumer[i]->tail) >=
		    gen->view.slots)
			lagging |= 1U << i;
	}
	return lagging;
}

static u32 fr_stall_holding(struct fr_generation *gen, u32 slot)
{
	u32 todo = READ_ONCE(gen->status->consumers);
	u32 lossless = READ_ONCE(gen->status->lossless);
	u32 holding = 0;

	for (; todo; todo &= todo - 1) {
		u32 i = __ffs(todo);

		if (framering_ring_leases(&gen->view, i, lossless) &
		    (1U << slot))
			holding |= 1U << i;
	}
	return holding;
}

/*
 * Bit i: consumer i keeps the producer from going on. The same walk as
 * reserve's, so that nobody is named who is not in the way: it ends where a
 * lossless consumer lags. gen->lock is held.
 */
static u32 fr_stall_culprits(struct fr_generation *gen)
{
	u32 head = READ_ONCE(gen->view.page->head);
	u32 culprits = 0, n;

	for (n = 0; n < gen->view.slots; n++) {
		u32 lagging = fr_stall_lagging(gen, head + n);

		if (lagging)
			return culprits | lagging;
		culprits |= fr_stall_holding(gen, (head + n) &
						  (gen->view.slots - 1));
	}
	return culprits;
}

/* Those of @culprits that have not moved since the clock was started. */
static u32 fr_stall_unmoved(struct fr_generation *gen, u32 culprits)
{
	u32 todo = culprits;

	for (; todo; todo &= todo - 1) {
		u32 i = __ffs(todo);
		const struct framering_consumer_page *page =
			gen->view.consumer[i];

		if (gen->stall.tail[i] != READ_ONCE(page->tail) ||
		    gen->stall.held[i] != READ_ONCE(page->held))
			culprits &= ~(1U << i);
	}
	return culprits;
}

/* Those who have to go now; the others are spared this time. */
static u32 fr_stall_verdict(struct fr_generation *gen)
{
	struct fr_stall *stall = &gen->stall;
	u32 culprits = 0, accused, guilty;

	if (!framering_ring_can_reserve(&gen->view))
		culprits = fr_stall_culprits(gen);
	accused = culprits | stall->culprits;
	guilty = fr_stall_unmoved(gen, culprits) | (accused & stall->warned);
	stall->warned |= accused;
	return guilty;
}

/*
 * False: while the work waited for ring->lock, the producer came to another
 * place, and the clock runs anew; the work comes again. gen->lock is held.
 */
static bool fr_stall_over(struct fr_generation *gen)
{
	struct fr_stall *stall = &gen->stall;

	if (stall->running && time_before(jiffies, stall->due))
		return false;
	stall->running = false;
	return true;
}

static void fr_stall_work(struct work_struct *work)
{
	struct fr_generation *gen = container_of(to_delayed_work(work),
						 struct fr_generation,
						 stall.work);
	u32 culprits = 0, i;

	mutex_lock(&gen->ring->lock);
	spin_lock(&gen->lock);
	if (fr_stall_over(gen) && gen->producer &&
	    gen->stall.head == READ_ONCE(gen->view.page->head))
		culprits = fr_stall_verdict(gen);
	spin_unlock(&gen->lock);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		if (culprits & 1U << i && gen->consumer[i])
			fr_role_revoke(gen->consumer[i], FR_WHY_STALLED);
	mutex_unlock(&gen->ring->lock);
	/* Who still waits starts the clock anew. */
	fr_generation_wake_producer(gen);
}

void fr_stall_init(struct fr_generation *gen)
{
	INIT_DELAYED_WORK(&gen->stall.work, fr_stall_work);
}

/*
 * A producer finds no slot; gen->lock is held. A clock that runs since the
 * producer stood here goes on; one that was left running is set anew.
 */
void fr_stall_start(struct fr_generation *gen)
{
	struct fr_stall *stall = &gen->stall;
	unsigned long time = msecs_to_jiffies(gen->config.stall_ms);
	u32 head = READ_ONCE(gen->view.page->head), i;

	if (stall->running && stall->head == head)
		return;
	if (stall->head != head)
		stall->warned = 0;
	stall->head = head;
	stall->culprits = fr_stall_culprits(gen);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		stall->tail[i] = READ_ONCE(gen->view.consumer[i]->tail);
		stall->held[i] = READ_ONCE(gen->view.consumer[i]->held);
	}
	stall->running = true;
	stall->due = jiffies + time;
	mod_delayed_work(system_wq, &stall->work, time);
}

/* Consumer @index came; gen->lock is held. */
void fr_stall_come(struct fr_generation *gen, u32 index)
{
	struct fr_stall *stall = &gen->stall;

	/* It has no frame yet that it could be in the way with. */
	if (stall->head == READ_ONCE(gen->view.page->head))
		stall->warned |= 1U << index;
}

/* Consumer @index is gone; gen->lock is held. */
void fr_stall_go(struct fr_generation *gen, u32 index)
{
	gen->stall.culprits &= ~(1U << index);
	gen->stall.warned &= ~(1U << index);
}

void fr_stall_stop(struct fr_generation *gen)
{
	cancel_delayed_work_sync(&gen->stall.work);
}
