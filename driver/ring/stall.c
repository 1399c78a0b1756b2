// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stall clock. Each time that the kernel looks whether the producer can go
 * on, the consumers that were in its way at the last look are charged for the
 * time since. Those that have used up the ring's stall time-out have to go: the
 * time counts while the producer stands at one place, and together for the
 * readers of a user that are one group; what such readers spend without being
 * waited for by right, as live ones, counts at all places (account.c).
 *
 * A producer that sleeps has asked for a KICK, so that a consumer that makes
 * way is seen doing so. One that makes way without a word, perhaps only while
 * the producer sleeps, is charged all the same. If nobody asked, it is charged
 * only if it is still in the way.
 */
#include <linux/bits.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "account.h"
#include "generation.h"
#include "role.h"
#include "stall.h"

static u64 fr_stall_limit(const struct fr_generation *gen)
{
	return (u64)gen->config.stall_ms * NSEC_PER_MSEC;
}

/* Whose time it is: the consumer's own, or its group's. */
static unsigned int fr_stall_payer(struct fr_generation *gen, u32 i)
{
	u32 group = gen->status->group[i];

	return group ? FRAMERING_MAX_CONSUMERS - 1 + group : i;
}

/* What consumer @i has used up, @time more if it is the first of its group. */
static u64 fr_stall_pay(struct fr_generation *gen, u32 i, u64 time, u64 *paid)
{
	unsigned int payer = fr_stall_payer(gen, i);
	const struct fr_role *role = gen->consumer[i];
	u64 *waited = &gen->stall.waited[payer];
	u64 spent = 0;

	if (*paid & BIT_ULL(payer))
		time = 0;
	*paid |= BIT_ULL(payer);
	*waited += time;
	if (role && role->account && !role->ring.lossless)
		spent = fr_account_charge(role->account, time,
					  gen->config.stall_ms);
	return max(*waited, spent);
}

/* Those of @who that were in the way pay. Return: those that no longer can. */
static u32 fr_stall_charge(struct fr_generation *gen, u32 who)
{
	struct fr_stall *stall = &gen->stall;
	u32 head = READ_ONCE(gen->view.page->head), overdue = 0;
	u64 time = ktime_get_ns() - stall->since, paid = 0;

	stall->since += time;
	if (stall->head != head) {
		memset(stall->waited, 0, sizeof(stall->waited));
		stall->head = head;
		return 0;
	}
	if (!gen->producer)
		return 0;
	for (who &= stall->blocking; who; who &= who - 1) {
		u32 i = __ffs(who);

		if (fr_stall_pay(gen, i, time, &paid) >= fr_stall_limit(gen))
			overdue |= 1U << i;
	}
	return overdue;
}

/*
 * When the first of those in the way can pay no more. If that is now, a work
 * that waits already is not put off: a producer that looks more often than the
 * jiffies count would do so for ever.
 */
static void fr_stall_start(struct fr_generation *gen)
{
	u64 limit = fr_stall_limit(gen), most = 0, paid = 0;
	u32 todo = gen->stall.blocking;

	for (; todo; todo &= todo - 1)
		most = max(most, fr_stall_pay(gen, __ffs(todo), 0, &paid));
	if (!gen->stall.blocking)
		return;
	if (most < limit)
		mod_delayed_work(system_freezable_wq, &gen->stall.work,
				 nsecs_to_jiffies(limit - most) + 1);
	else
		queue_delayed_work(system_freezable_wq, &gen->stall.work, 0);
}

/**
 * fr_stall_look - whether the producer can go on, and who is in its way
 * @gen: the generation; gen->lock is held
 * @overdue: out: bit i: consumer i has to go; may be NULL
 *
 * Return: true: it can. Else the clock runs.
 */
bool fr_stall_look(struct fr_generation *gen, u32 *overdue)
{
	u32 asked = READ_ONCE(gen->status->producer_wake) ? U32_MAX : 0;
	u32 blocking, late;
	bool ready = !framering_ring_blocked(&gen->view, &blocking);

	late = fr_stall_charge(gen, asked | blocking);
	if (overdue)
		*overdue = late;
	if (!gen->producer)
		blocking = 0;
	WRITE_ONCE(gen->stall.blocking, blocking);
	fr_stall_start(gen);
	return ready;
}

/* @work runs when somebody's time is over: it looks, and evicts. */
void fr_stall_init(struct fr_generation *gen, work_func_t work)
{
	INIT_DELAYED_WORK(&gen->stall.work, work);
}

/* Consumer @index leaves, and pays for the last time; gen->lock is held. */
void fr_stall_go(struct fr_generation *gen, u32 index)
{
	if (gen->stall.blocking)
		fr_stall_look(gen, NULL);
	gen->stall.blocking &= ~(1U << index);
	/* A consumer alone: the next one of its number is another. */
	gen->stall.waited[index] = 0;
}

/*
 * The machine has slept: readers that were frozen do not pay for that. Work
 * that became due meanwhile is frozen as they are.
 */
void fr_stall_resume(struct fr_generation *gen)
{
	spin_lock(&gen->lock);
	gen->stall.since = ktime_get_ns();
	fr_stall_start(gen);
	spin_unlock(&gen->lock);
}

void fr_stall_stop(struct fr_generation *gen)
{
	cancel_delayed_work_sync(&gen->stall.work);
}
