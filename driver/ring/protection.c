// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which consumers protect what they hold, as STATUS tells the producer: the
 * readers of a user who may only read are a group, which protects no more slots
 * than one of them may; and nothing, for a time, after it cost a stall.
 */
#include <linux/bits.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/workqueue.h>

#include "account.h"
#include "generation.h"
#include "protection.h"
#include "ring.h"
#include "role.h"

/* Set the bits, now and when the next one is to go; ring->lock is held. */
static void fr_protection_show(struct fr_generation *gen)
{
	u32 unprotected = 0, i;
	u64 next = U64_MAX;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		const struct fr_role *role = gen->consumer[i];
		u64 until = role && role->account ?
			    fr_account_unprotected(role->account) : 0;

		if (!until)
			continue;
		unprotected |= 1U << i;
		next = min(next, until);
	}
	WRITE_ONCE(gen->status->unprotected, unprotected);
	if (unprotected)
		mod_delayed_work(system_freezable_wq, &gen->pardon,
				 nsecs_to_jiffies(next - ktime_get_ns()) + 1);
}

static void fr_protection_work(struct work_struct *work)
{
	struct fr_generation *gen = container_of(to_delayed_work(work),
						 struct fr_generation, pardon);

	mutex_lock(&gen->ring->lock);
	fr_protection_show(gen);
	mutex_unlock(&gen->ring->lock);
}

void fr_protection_init(struct fr_generation *gen)
{
	INIT_DELAYED_WORK(&gen->pardon, fr_protection_work);
}

/* Not under ring->lock: the work takes it, and is waited for. */
void fr_protection_stop(struct fr_generation *gen)
{
	cancel_delayed_work_sync(&gen->pardon);
}

/* The number of @role's group: one that is there, or one that is free. */
static u8 fr_protection_group(const struct fr_role *role)
{
	const struct fr_generation *gen = role->gen;
	u64 used = BIT_ULL(0);
	u32 i;

	if (!role->account)
		return 0;
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		const struct fr_role *other = gen->consumer[i];

		if (!other || other == role || !other->account)
			continue;
		if (other->account == role->account)
			return gen->status->group[i];
		used |= BIT_ULL(gen->status->group[i]);
	}
	return __ffs64(~used);
}

/* Consumer @role has its number, and is not shown yet; ring->lock is held. */
void fr_protection_enter(struct fr_role *role)
{
	WRITE_ONCE(role->gen->status->group[role->index],
		   fr_protection_group(role));
	fr_protection_show(role->gen);
}

/* Some account of the ring has changed; ring->lock is held. */
void fr_protection_change(struct fr_ring *ring)
{
	struct fr_generation *gen;

	list_for_each_entry(gen, &ring->stale, node)
		fr_protection_show(gen);
	if (ring->generation)
		fr_protection_show(ring->generation);
}
