// SPDX-License-Identifier: GPL-2.0-only
/* Holds: slots that an export keeps out of the ring. */
#include <linux/bitops.h>
#include <linux/list.h>

#include "account.h"
#include "export.h"
#include "generation.h"
#include "hold.h"

/* Slots that are never kept out of the ring: it goes on with them. */
#define FR_HOLD_LEFT	2U

/* Of those that count together with @role, how many keep a slot? */
static unsigned int fr_hold_count(const struct fr_role *role)
{
	const struct fr_export *export;
	unsigned int holds = 0;

	list_for_each_entry(export, &role->gen->exports, node)
		holds += export->hold && fr_export_counts(export, role);
	return holds;
}

/* Slots that stay in the ring: readers leave room for other readers. */
static unsigned int fr_hold_left(const struct fr_role *role)
{
	u32 max_held = role->gen->config.max_held;

	return role->opener.writes ? FR_HOLD_LEFT :
				     max(FR_HOLD_LEFT, max_held + 1);
}

static void fr_hold_set(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	struct framering_status *status = gen->status;

	export->hold = true;
	gen->kept[export->slot]++;
	/* C-export, against C: before C-leave, a release of @held */
	smp_store_release(&status->kernel_held,
			  status->kernel_held | 1U << export->slot);
}

/* The slot goes back into the ring with its last keeper; gen->lock is held. */
void fr_hold_end(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	struct framering_status *status = gen->status;

	if (!export->hold)
		return;
	export->hold = false;
	if (!--gen->kept[export->slot])
		/* What was read through the dma-buf was read before. */
		smp_store_release(&status->kernel_held,
				  status->kernel_held & ~(1U << export->slot));
}

/**
 * fr_hold_begin - keep a slot out of the ring, from before it is given back
 * @export: what keeps it
 * @role: the consumer that holds it; ring->lock is held
 *
 * A producer looks at the consumers first, and then at what is kept.
 *
 * Return: 0, -EBADF (no consumer), -EPERM (its user's readers protect nothing),
 * -EBUSY (too many are kept), -ENOLCK (it does not hold the slot), -EAGAIN (the
 * producer is just looking whether it may have it, or has it).
 */
int fr_hold_begin(struct fr_export *export, struct fr_role *role)
{
	struct fr_generation *gen = export->gen;
	struct framering_status *status = gen->status;
	u32 bit = 1U << export->slot, kept;
	int ret = 0;

	if (role->kind != FRAMERING_ROLE_CONSUMER)
		return -EBADF;
	if (!role->opener.writes &&
	    fr_account_unprotected_user(gen->ring, &role->opener))
		return -EPERM;
	if (fr_hold_count(role) >= gen->config.max_held)
		return -EBUSY;
	spin_lock(&gen->lock);
	kept = status->kernel_held | bit;
	if (!(READ_ONCE(role->ring.page->held) & bit)) {
		ret = -ENOLCK;
	} else if (hweight32(kept) + fr_hold_left(role) > gen->config.slots) {
		ret = -EBUSY;
	} else {
		fr_hold_set(export);
		/* B: as a consumer that claims a slot */
		smp_mb();
		if (READ_ONCE(gen->view.desc[export->slot].seq) ==
		    framering_seq_none(export->slot)) {
			fr_hold_end(export);
			ret = -EAGAIN;
		}
	}
	spin_unlock(&gen->lock);
	return ret;
}

/*
 * A device may still use the slot, for a role that has ended: nobody else gets
 * it until it does no more. A producer that is there may have found it free
 * before, but only if nobody had it; one that attaches looks anew. gen->lock is
 * held.
 */
void fr_hold_used(struct fr_export *export)
{
	if (!export->hold && export->writable)
		fr_hold_set(export);
}
