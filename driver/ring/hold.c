// SPDX-License-Identifier: GPL-2.0-only
/* Holds: slots that the kernel keeps out of the ring. */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/minmax.h>

#include "account.h"
#include "compat.h"
#include "export.h"
#include "generation.h"
#include "hold.h"
#include "role.h"
#include "wait.h"

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

/* One keeper more of @slot; gen->lock is held. */
static void fr_hold_keep(struct fr_generation *gen, u32 slot)
{
	struct framering_status *status = gen->status;

	gen->kept[slot]++;
	/* C-export, against C: before C-leave, a release of @held */
	smp_store_release(&status->kernel_held,
			  status->kernel_held | 1U << slot);
}

/* The slot goes back into the ring with its last keeper; gen->lock is held. */
static void fr_hold_let_go(struct fr_generation *gen, u32 slot)
{
	struct framering_status *status = gen->status;

	if (!--gen->kept[slot])
		/* What was read of it was read before. */
		smp_store_release(&status->kernel_held,
				  status->kernel_held & ~(1U << slot));
}

static void fr_hold_set(struct fr_export *export)
{
	export->hold = true;
	fr_hold_keep(export->gen, export->slot);
}

/* The export keeps the slot no more; gen->lock is held. */
void fr_hold_end(struct fr_export *export)
{
	if (!export->hold)
		return;
	export->hold = false;
	fr_hold_let_go(export->gen, export->slot);
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

/* All but one of those that can be kept: exports want some, too. */
static u32 fr_hold_share(const struct fr_generation *gen, u32 left)
{
	u32 most = gen->config.slots > left ? gen->config.slots - left : 0;

	return most > 1 ? most - 1 : most;
}

/**
 * fr_hold_take - keep a frame, for a part of the kernel
 * @role: a consumer without a file, which has acquired the frame
 * @slot: its slot
 *
 * The frame stays then, whatever becomes of the role's own claim: it can be
 * released at once. So nothing depends on what the role's user protects.
 *
 * Return: 0, fr_hold_give() it; -EBUSY (too many are kept), -EBADMSG (the
 * producer has overwritten it, or is about to), -ENODEV (the role is revoked).
 */
int fr_hold_take(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;
	u32 left = max(FR_HOLD_LEFT, gen->config.max_held + 1), kept;
	int ret = 0;

	spin_lock(&gen->lock);
	kept = gen->status->kernel_held | 1U << slot;
	if (!role->attached) {
		ret = -ENODEV;
	} else if (hweight32(kept) + left > gen->config.slots ||
		   gen->leased >= fr_hold_share(gen, left)) {
		ret = -EBUSY;
	} else {
		fr_hold_keep(gen, slot);
		gen->leased++;
		/* The producer may have changed since acquire. */
		role->ring.desc = gen->view.desc;
		/* B: as a consumer that claims a slot */
		smp_mb();
		if (READ_ONCE(gen->view.desc[slot].seq) !=
		    role->ring.seq[slot] ||
		    framering_ring_check(&role->ring, slot)) {
			fr_hold_let_go(gen, slot);
			gen->leased--;
			ret = -EBADMSG;
		}
	}
	spin_unlock(&gen->lock);
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_hold_take, FR_NAMESPACE);

/**
 * fr_hold_reserved - keep a slot for a producer whose reservation is over
 * @role: the producer's; it has the slot, and frames after it are submitted
 * @slot: number of the slot
 *
 * It is not reserved for another sequence until fr_hold_unreserve().
 *
 * Return: 0, or -ENODEV if the role is revoked.
 */
int fr_hold_reserved(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;
	int ret = -ENODEV;

	spin_lock(&gen->lock);
	if (role->attached) {
		fr_hold_keep(gen, slot);
		gen->view.free &= ~(1U << slot);
		ret = 0;
	}
	spin_unlock(&gen->lock);
	return ret;
}
EXPORT_SYMBOL_NS_GPL(fr_hold_reserved, FR_NAMESPACE);

/* With the wake-up. */
static void fr_hold_return(struct fr_generation *gen, u32 slot, u32 leased)
{
	bool asked;

	spin_lock(&gen->lock);
	fr_hold_let_go(gen, slot);
	gen->leased -= leased;
	/* F, against the producer, which asks before it looks */
	smp_mb();
	asked = READ_ONCE(gen->status->producer_wake);
	spin_unlock(&gen->lock);
	if (asked)
		fr_wake_producer(gen);
}

/* The frame of fr_hold_take() is kept no more. */
void fr_hold_give(struct fr_generation *gen, u32 slot)
{
	fr_hold_return(gen, slot, 1);
}
EXPORT_SYMBOL_NS_GPL(fr_hold_give, FR_NAMESPACE);

/* The slot of fr_hold_reserved() is kept no more. */
void fr_hold_unreserve(struct fr_generation *gen, u32 slot)
{
	fr_hold_return(gen, slot, 0);
}
EXPORT_SYMBOL_NS_GPL(fr_hold_unreserve, FR_NAMESPACE);
