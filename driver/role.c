// SPDX-License-Identifier: GPL-2.0-only
/* Roles: attach and detach. */
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/moduleparam.h>
#include <linux/pid.h>
#include <linux/slab.h>

#include "control.h"
#include "demand.h"
#include "generation.h"
#include "mem.h"
#include "mmap.h"
#include "ring.h"
#include "role.h"
#include "trace.h"

static unsigned int max_user_consumers = 16;
module_param(max_user_consumers, uint, 0644);
MODULE_PARM_DESC(max_user_consumers,
		 "consumers of a ring that one user may attach through files that are open for reading only (default: 16)");

static int fr_role_enter_producer(struct fr_role *role)
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

/* A place for @role that nobody has; -EUSERS, -EDQUOT: there is none for it. */
static int fr_role_place(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	unsigned int same = 0, i;
	int place = -EUSERS;

	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++) {
		const struct fr_role *other = gen->consumer[i];

		if (!other)
			place = place < 0 ? (int)i : place;
		else if (!other->opener.writes &&
			 uid_eq(other->opener.uid, role->opener.uid))
			same++;
	}
	/* Who may write could stop everybody anyway. */
	if (place >= 0 && !role->opener.writes && same >= max_user_consumers &&
	    !capable(CAP_SYS_RESOURCE))
		return -EDQUOT;
	return place;
}

/* Let the producer see the consumer, which begins at the head. */
static void fr_role_show_consumer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct framering_status *status = gen->status;
	struct framering_consumer_page *page = role->ring.page;
	u32 bit = 1U << role->index, head;

	spin_lock(&gen->lock);
	page->tail = READ_ONCE(gen->view.page->head);
	if (role->flags & FRAMERING_ATTACH_LOSSLESS)
		WRITE_ONCE(status->lossless, status->lossless | bit);
	/* The page is there before the bit that makes the producer look. */
	smp_store_release(&status->consumers, status->consumers | bit);
	/*
	 * From here on whoever reserves sees the bit, or the head that is read
	 * now is already his: he looks for consumers after the fence of submit.
	 */
	smp_mb(); /* E, against submit */
	head = smp_load_acquire(&gen->view.page->head);
	WRITE_ONCE(page->tail, head);
	role->ring.next_frame = fr_control_next_frame(gen, head);
	role->ring.counting = 1;
	fr_stall_come(gen, role->index);
	spin_unlock(&gen->lock);
}

static int fr_role_enter_consumer(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	int place = fr_role_place(role);
	int ret;

	if (place < 0)
		return place;
	ret = fr_control_renew_consumer(gen, place);
	if (ret)
		return ret;
	gen->consumer[place] = role;
	role->index = place;
	role->ring = (struct framering_ring_consumer){
		.status = gen->status,
		.page = (void *)gen->view.consumer[place],
		.slots = gen->view.slots,
		.max_held = gen->view.max_held,
		.lossless = role->flags & FRAMERING_ATTACH_LOSSLESS,
	};
	fr_role_show_consumer(role);
	return 0;
}

/* What the ring file's open mode, and the ring, allow. */
static int fr_role_allowed(struct fr_role *role)
{
	bool for_all = role->gen->config.flags &
		       FRAMERING_CONFIG_LOSSLESS_FOR_ALL;

	if (role->opener.writes)
		return 0;
	if (role->kind == FRAMERING_ROLE_PRODUCER)
		return -EBADF;
	return role->flags & FRAMERING_ATTACH_LOSSLESS && !for_all ? -EBADF : 0;
}

static int fr_role_enter(struct fr_role *role)
{
	int ret = fr_role_allowed(role);

	if (ret)
		return ret;
	if (role->kind == FRAMERING_ROLE_PRODUCER)
		return fr_role_enter_producer(role);
	return fr_role_enter_consumer(role);
}

/* For those who want to know who it is. */
static void fr_role_name(struct fr_role *role)
{
	static atomic64_t ids = ATOMIC64_INIT(0);

	role->id = atomic64_inc_return(&ids);
	role->pid = get_pid(task_tgid(current));
	get_task_comm(role->name, current->group_leader);
	role->attached_ns = ktime_get_ns();
}

static void fr_role_free(struct fr_role *role)
{
	put_pid(role->pid);
	kfree(role);
}

/**
 * fr_role_attach - make a role of the ring's present generation
 * @ring: the ring
 * @kind: enum framering_role
 * @flags: FRAMERING_ATTACH_ bits, known ones
 * @opener: the ring file
 *
 * Return: the role; fr_role_detach() it. Or an error pointer: -EBADF (the file
 * is not open for that), -ENODATA (not configured), -EBUSY (there is a
 * producer), -EUSERS (too many consumers), -EDQUOT (too many of one user),
 * -ENODEV (the ring was removed), -ENOMEM, -EINTR.
 */
struct fr_role *fr_role_attach(struct fr_ring *ring, u32 kind, u32 flags,
			       const struct fr_opener *opener)
{
	struct fr_generation *gen;
	struct fr_role *role;
	int ret;

	role = kzalloc(sizeof(*role), GFP_KERNEL_ACCOUNT);
	if (!role)
		return ERR_PTR(-ENOMEM);
	fr_revoke_init(role);
	role->kind = kind;
	role->flags = flags;
	role->opener = *opener;
	fr_role_name(role);

	ret = -EINTR;
	if (mutex_lock_killable(&ring->lock))
		goto err_free;
	gen = ring->generation;
	ret = ring->device ? -ENODATA : -ENODEV;
	/* A ring that is being removed still has one for a moment. */
	if (!gen || !ring->device)
		goto err_unlock;
	role->gen = gen;
	ret = fr_role_enter(role);
	if (ret)
		goto err_unlock;
	role->attached = true;
	role->mem = gen->mem;
	fr_mem_get(role->mem);
	fr_generation_get(gen);
	list_add_tail(&role->node, &gen->roles);
	trace_framering_attach(role);
	fr_demand_change(ring);
	mutex_unlock(&ring->lock);
	/* Who waits for the other side to come looks again. */
	fr_generation_wake_producer(gen);
	fr_generation_wake_consumers(gen);
	return role;

err_unlock:
	mutex_unlock(&ring->lock);
err_free:
	fr_role_free(role);
	return ERR_PTR(ret);
}

/**
 * fr_role_forget - take a role out of its generation
 * @role: the role; ring->lock is held
 *
 * Its place is free then, and nobody waits for it.
 */
void fr_role_forget(struct fr_role *role)
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
		WRITE_ONCE(status->state,
			   status->state & ~FRAMERING_STATE_PRODUCER);
	} else {
		gen->consumer[role->index] = NULL;
		fr_stall_go(gen, role->index);
		WRITE_ONCE(status->consumers, status->consumers & ~bit);
		WRITE_ONCE(status->lossless, status->lossless & ~bit);
	}
	spin_unlock(&gen->lock);
	trace_framering_detach(role);
	fr_demand_change(gen->ring);
	if (list_empty(&gen->roles) && fr_generation_stale(gen))
		fr_generation_drop(gen);
}

/* End a role. Nothing of it is mapped any more. */
void fr_role_detach(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;

	mutex_lock(&gen->ring->lock);
	fr_role_forget(role);
	mutex_unlock(&gen->ring->lock);
	fr_revoke_stop(role);
	fr_generation_wake_producer(gen);
	fr_generation_wake_consumers(gen);
	fr_role_free(role);
	fr_generation_put(gen);
}

/* The role has a file from now on, and can be mapped. */
void fr_role_set_inode(struct fr_role *role, struct inode *inode)
{
	struct fr_ring *ring = role->gen->ring;

	mutex_lock(&ring->lock);
	role->inode = inode;
	mutex_unlock(&ring->lock);
}

/* What ATTACH tells whoever asked for @role. */
void fr_role_told(struct fr_role *role, struct framering_attach *attach)
{
	attach->index = role->index;
	attach->generation = role->gen->config.generation;
	attach->id = role->id;
	attach->frame = 0;
	if (role->kind == FRAMERING_ROLE_CONSUMER)
		attach->frame = role->ring.next_frame;
}
