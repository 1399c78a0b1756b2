// SPDX-License-Identifier: GPL-2.0-only
/* The members of a generation: its producer and its consumers, by number. */
#include <linux/capability.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/uidgid.h>

#include "account.h"
#include "control.h"
#include "demand.h"
#include "export.h"
#include "generation.h"
#include "member.h"
#include "protection.h"
#include "ring.h"
#include "role.h"
#include "stall.h"
#include "trace.h"

static unsigned int max_user_consumers = 16;
module_param(max_user_consumers, uint, 0644);
MODULE_PARM_DESC(max_user_consumers,
		 "consumers of a ring that one user may attach through files that are open for reading only (default: 16)");

static int fr_member_enter_producer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	int ret;

	if (gen->producer)
		return -EBUSY;
	ret = fr_control_renew_producer(gen);
	if (ret)
		return ret;
	gen->producer = role;
	spin_lock(&gen->lock);
	WRITE_ONCE(gen->status->state,
		   gen->status->state | FRAMERING_STATE_PRODUCER);
	spin_unlock(&gen->lock);
	return 0;
}

/* A free number for consumer @role; -EUSERS, -EDQUOT: none for it. */
static int fr_member_find_index(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	unsigned int same = 0, i;
	int index = -EUSERS;

	for (i = 0; i < gen->ring->max_consumers; i++) {
		const struct fr_role *other = gen->consumer[i];

		if (!other)
			index = index < 0 ? (int)i : index;
		else if (!other->opener.writes &&
			 uid_eq(other->opener.uid, role->opener.uid))
			same++;
	}
	/* A user who may write could stop everybody anyway. */
	if (index >= 0 && !role->opener.writes && same >= max_user_consumers &&
	    !capable(CAP_SYS_RESOURCE))
		return -EDQUOT;
	return index;
}

/*
 * Where consumer @role begins: at @head, or at the newest frame. If the
 * producer is just taking that away, it is passed over, as a hole is.
 */
static u32 fr_member_first(const struct fr_role *role, u32 head)
{
	const struct fr_generation *gen = role->gen;
	u32 last = head - 1;
	const struct framering_desc *desc =
		&gen->view.desc[last & (gen->view.slots - 1)];

	if (!(role->flags & FRAMERING_ATTACH_NEWEST) ||
	    (role->flags & FRAMERING_ATTACH_UNENDED &&
	     READ_ONCE(gen->view.page->end) == head))
		return head;
	return READ_ONCE(desc->seq) == last ? last : head;
}

/* Let the producer see the consumer. */
static void fr_member_show_consumer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_status *status = gen->status;
	struct framering_consumer_page *page = role->ring.page;
	u32 bit = 1U << role->index, head;

	spin_lock(&gen->lock);
	page->tail = fr_member_first(role, READ_ONCE(gen->view.page->head));
	/* Before the head: a stream that ends later ends no sooner. */
	page->ends = smp_load_acquire(&gen->view.page->ends);
	if (role->flags & FRAMERING_ATTACH_LOSSLESS)
		WRITE_ONCE(status->lossless, status->lossless | bit);
	/* The page is there before the bit that makes the producer look. */
	smp_store_release(&status->consumers, status->consumers | bit);
	/*
	 * From here on a producer that reserves sees the bit, or the head that
	 * is read now is already the one that it submitted: it looks for
	 * consumers after the fence of submit.
	 */
	smp_mb(); /* E, against submit */
	head = smp_load_acquire(&gen->view.page->head);
	WRITE_ONCE(page->tail, fr_member_first(role, head));
	role->ring.next_frame = fr_control_next_frame(gen, head);
	role->ring.counting = 1;
	spin_unlock(&gen->lock);
}

/* A user who may only read pays for all his readers together. */
static int fr_member_open_account(struct fr_role *role)
{
	if (role->opener.writes)
		return 0;
	role->account = fr_account_get(role->gen->ring, role->opener.uid);
	return role->account ? 0 : -ENOMEM;
}

static void fr_member_close_account(struct fr_role *role)
{
	if (role->account)
		fr_account_put(role->gen->ring, role->account);
	role->account = NULL;
}

static int fr_member_enter_consumer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	int index = fr_member_find_index(role);
	int ret;

	if (index < 0)
		return index;
	ret = fr_member_open_account(role);
	if (ret)
		return ret;
	ret = fr_control_renew_consumer(gen, index);
	if (ret) {
		fr_member_close_account(role);
		return ret;
	}
	gen->consumer[index] = role;
	role->index = index;
	role->ring = (struct framering_ring_consumer){
		.status = gen->status,
		.page = (void *)gen->view.consumer[index],
		.slots = gen->view.slots,
		.max_held = gen->view.max_held,
		.lossless = role->flags & FRAMERING_ATTACH_LOSSLESS,
	};
	fr_protection_enter(role);
	fr_member_show_consumer(role);
	return 0;
}

/* What the ring file's open mode, and the ring, allow. */
static int fr_member_allowed(struct fr_role *role)
{
	bool for_all = role->gen->config.flags &
		       FRAMERING_CONFIG_LOSSLESS_FOR_ALL;

	if (role->opener.writes)
		return 0;
	if (role->kind == FRAMERING_ROLE_PRODUCER)
		return -EBADF;
	if (!(role->flags & FRAMERING_ATTACH_LOSSLESS))
		return 0;
	if (!for_all)
		return -EBADF;
	return fr_account_unprotected_user(role->gen->ring, &role->opener) ?
	       -EPERM : 0;
}

/**
 * fr_member_enter - make a role the producer or a consumer of its generation
 * @role: the role, which nobody knows yet; ring->lock is held
 *
 * Return: 0, -EBADF (its ring file is not open for that), -EBUSY (there is a
 * producer), -EUSERS (too many consumers), -EDQUOT (too many of one user),
 * -EPERM (lossless, of a user who cost a stall), -ENOMEM.
 */
int fr_member_enter(struct fr_role *role)
{
	int ret = fr_member_allowed(role);

	if (ret)
		return ret;
	if (role->kind == FRAMERING_ROLE_PRODUCER)
		return fr_member_enter_producer(role);
	return fr_member_enter_consumer(role);
}

/*
 * A stream ends with its producer, however that one went. One that the producer
 * ended itself, or that had no frame, ends no second time; and one whose ring
 * was configured anew goes on there. The driver's own producers go when their
 * stream has ended: others left their readers without a word. gen->lock is
 * held.
 */
static void fr_member_end_stream(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_producer_page *page = gen->view.page;

	if (fr_generation_stale(gen) ||
	    READ_ONCE(page->end) == READ_ONCE(page->head))
		return;
	framering_ring_enter(&gen->view);
	if (role->inode)
		WRITE_ONCE(page->cut, READ_ONCE(page->ends) + 1);
	framering_ring_end(&gen->view);
}

/**
 * fr_member_leave - take a role out of its generation
 * @role: the role; ring->lock is held
 *
 * Its number is free then, and no producer waits for it. The caller wakes both
 * sides.
 */
void fr_member_leave(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_status *status = gen->status;
	u32 bit = 1U << role->index;

	if (!role->attached)
		return;
	list_del(&role->node);
	spin_lock(&gen->lock);
	role->attached = false;
	if (role->kind == FRAMERING_ROLE_PRODUCER) {
		gen->producer = NULL;
		fr_member_end_stream(role);
		WRITE_ONCE(status->state,
			   status->state & ~FRAMERING_STATE_PRODUCER);
	} else {
		fr_stall_go(gen, role->index);
		gen->consumer[role->index] = NULL;
		WRITE_ONCE(status->consumers, status->consumers & ~bit);
		WRITE_ONCE(status->lossless, status->lossless & ~bit);
	}
	spin_unlock(&gen->lock);
	fr_member_close_account(role);
	trace_framering_detach(role);
	fr_demand_change(gen->ring);
	fr_export_revoke_role(role, false);
	fr_generation_drop_unused(gen);
}
