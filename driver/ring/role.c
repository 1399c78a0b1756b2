// SPDX-License-Identifier: GPL-2.0-only
/* Roles: attach and detach. */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/ktime.h>
#include <linux/pid.h>
#include <linux/slab.h>

#include "account.h"
#include "compat.h"
#include "demand.h"
#include "dummy.h"
#include "generation.h"
#include "member.h"
#include "memory/mem.h"
#include "revoke.h"
#include "ring.h"
#include "role.h"
#include "trace.h"
#include "wait.h"

/* What the owner and debugfs tell of a role. */
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
	fr_dummy_free(role->dummy);
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
 * -EPERM (lossless, of a user who cost a stall), -ENODEV (the ring was
 * removed), -ENOMEM, -EINTR.
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

	ret = -ENOMEM;
	if (flags & FRAMERING_ATTACH_DUMMY) {
		role->dummy = fr_dummy_alloc();
		if (!role->dummy)
			goto err_free;
	}
	ret = -EINTR;
	if (mutex_lock_killable(&ring->lock))
		goto err_free;
	gen = ring->generation;
	ret = ring->device ? -ENODATA : -ENODEV;
	/* A ring that is being removed still has one for a moment. */
	if (!gen || !ring->device)
		goto err_unlock;
	role->gen = gen;
	ret = fr_member_enter(role);
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
	/* Roles that wait for the other side to come look again. */
	fr_wake_producer(gen);
	fr_wake_consumers(gen);
	return role;

err_unlock:
	mutex_unlock(&ring->lock);
err_free:
	fr_role_free(role);
	return ERR_PTR(ret);
}
EXPORT_SYMBOL_NS_GPL(fr_role_attach, FR_NAMESPACE);

/* End a role. Nothing of it is mapped any more. */
void fr_role_detach(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;

	mutex_lock(&gen->ring->lock);
	fr_member_leave(role);
	mutex_unlock(&gen->ring->lock);
	fr_revoke_stop(role);
	fr_wake_producer(gen);
	fr_wake_consumers(gen);
	fr_role_free(role);
	fr_generation_put(gen);
}
EXPORT_SYMBOL_NS_GPL(fr_role_detach, FR_NAMESPACE);

/* A number for a struct fr_opener. */
u64 fr_role_opener_number(void)
{
	static atomic64_t openers = ATOMIC64_INIT(0);

	return atomic64_inc_return(&openers);
}
EXPORT_SYMBOL_NS_GPL(fr_role_opener_number, FR_NAMESPACE);

/**
 * fr_role_set_unmap - say what takes away what a part of the kernel maps
 * @role: a role without a file; nothing of it is mapped yet
 * @unmap: see struct fr_role
 * @user: see there
 */
void fr_role_set_unmap(struct fr_role *role,
		       void (*unmap)(struct fr_role *role), void *user)
{
	struct fr_ring *ring = role->gen->ring;

	mutex_lock(&ring->lock);
	role->unmap = unmap;
	role->user = user;
	mutex_unlock(&ring->lock);
}
EXPORT_SYMBOL_NS_GPL(fr_role_set_unmap, FR_NAMESPACE);

/* The role has a file from now on, and can be mapped. */
void fr_role_set_inode(struct fr_role *role, struct inode *inode)
{
	struct fr_ring *ring = role->gen->ring;

	mutex_lock(&ring->lock);
	role->inode = inode;
	mutex_unlock(&ring->lock);
}

/* Until when no reader of the role's user protects anything; 0: they do. */
u64 fr_role_unprotected(struct fr_role *role)
{
	struct fr_ring *ring = role->gen->ring;
	u64 until;

	mutex_lock(&ring->lock);
	until = fr_account_unprotected_user(ring, &role->opener);
	mutex_unlock(&ring->lock);
	return until;
}

/* What ATTACH answers, but for times. */
void fr_role_told(struct fr_role *role, struct framering_attach *attach)
{
	attach->index = role->index;
	attach->generation = role->gen->config.generation;
	attach->id = role->id;
	attach->frame = 0;
	if (role->kind == FRAMERING_ROLE_CONSUMER)
		attach->frame = role->ring.next_frame;
}
