// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exported slots. A dma-buf may go through any hands, and be kept by anybody
 * for any time, so it must not keep anything that somebody waits for: when its
 * generation goes, its mappings are taken away, and what a device still uses is
 * cut loose from ring and device, and counted for whoever exported it.
 *
 * Its last reference may be put anywhere, by a stranger: all that may have to
 * wait is done by a worker.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "export.h"
#include "generation.h"
#include "hold.h"
#include "keeper.h"
#include "memory/mem.h"
#include "ring.h"
#include "role.h"
#include "trace.h"
#include "wait.h"

/* So many of a role, or of a user who may only read: each slot some times. */
#define FR_EXPORTS	256

static struct workqueue_struct *fr_export_queue;
/* How much the worker has ended, and all memory that went with it. */
static atomic_t fr_export_endings;

int fr_export_init(void)
{
	fr_export_queue = alloc_workqueue("framering", WQ_UNBOUND, 0);
	return fr_export_queue ? 0 : -ENOMEM;
}

/* There are no dma-bufs any more; the last of them may still be ending. */
void fr_export_exit(void)
{
	destroy_workqueue(fr_export_queue);
}

/**
 * fr_export_flush - sleep until what dma-bufs that are gone have left is gone
 *
 * Return: how many were ended until now, to compare with.
 */
unsigned int fr_export_flush(void)
{
	flush_workqueue(fr_export_queue);
	return fr_export_ended();
}

/* How many were ended until now. Does not sleep. */
unsigned int fr_export_ended(void)
{
	return atomic_read(&fr_export_endings);
}

/* What @role may export; ring->lock is held. */
static int fr_export_allowed(struct fr_role *role, u32 slot)
{
	struct fr_generation *gen = role->gen;

	if (!role->opener.writes &&
	    !(gen->config.flags & FRAMERING_CONFIG_EXPORT_FOR_ALL))
		return -EBADF;
	if (slot >= gen->config.slots)
		return -EINVAL;
	if (!role->attached)
		return gen->ring->device ? -ESTALE : -ENODEV;
	return role->mem->ops->lasting ? 0 : -EOPNOTSUPP;
}

static void fr_export_reap(struct work_struct *work);
static void fr_export_work(struct work_struct *work);

static int fr_export_fill(struct fr_export *export, struct fr_role *role,
			  u32 slot)
{
	struct fr_keeper *keeper;
	int ret;

	ret = fr_export_allowed(role, slot);
	if (ret)
		return ret;
	keeper = fr_keeper_get(role);
	if (IS_ERR(keeper))
		return PTR_ERR(keeper);
	export->keeper = keeper;
	export->gen = role->gen;
	fr_generation_get(role->gen);
	/* The first one of the generation. */
	if (!role->gen->reap.func)
		INIT_WORK(&role->gen->reap, fr_export_reap);
	export->mem = role->mem;
	fr_mem_get(role->mem);
	export->slot = slot;
	export->writable = role->opener.writes;
	export->role = role->id;
	export->uid = role->opener.uid;
	return 0;
}

/**
 * fr_export_create - a slot that is going to be exported
 * @role: the role that exports it
 * @slot: number of the slot
 *
 * Nothing finds it before fr_export_enter().
 *
 * Return: the export, fr_export_end() it; or an error pointer: -EBADF (the
 * role's ring file is open for reading only, and export is not for all),
 * -EINVAL, -EOPNOTSUPP (not this memory kind), -ESTALE, -ENODEV (the role was
 * revoked), -EDQUOT, -ENOMEM, -EINTR.
 */
struct fr_export *fr_export_create(struct fr_role *role, u32 slot)
{
	struct fr_ring *ring = role->gen->ring;
	struct fr_export *export;
	int ret;

	export = kzalloc(sizeof(*export), GFP_KERNEL_ACCOUNT);
	if (!export)
		return ERR_PTR(-ENOMEM);
	INIT_WORK(&export->work, fr_export_work);
	ret = -EINTR;
	if (mutex_lock_killable(&ring->lock))
		goto err_free;
	ret = fr_export_fill(export, role, slot);
	mutex_unlock(&ring->lock);
	if (ret)
		goto err_free;
	return export;

err_free:
	kfree(export);
	return ERR_PTR(ret);
}

/* How many live that count together with @role's? ring->lock is held. */
static unsigned int fr_export_count(const struct fr_role *role)
{
	const struct fr_export *export;
	unsigned int count = 0;

	list_for_each_entry(export, &role->gen->exports, node)
		count += fr_export_counts(export, role);
	return count;
}

/**
 * fr_export_enter - an export has its dma-buf, and can be revoked from now on
 * @export: the export
 * @role: the role that made it
 * @inode: of the dma-buf's file
 * @hold: keep the slot out of the ring until the dma-buf is gone
 *
 * Return: 0, -ESTALE, -ENODEV (the role was revoked), -EDQUOT (too many); of
 * @hold: -EBADF, -EPERM, -EBUSY, -ENOLCK, -EAGAIN, see struct framering_export;
 * -EINTR.
 */
int fr_export_enter(struct fr_export *export, struct fr_role *role,
		    struct inode *inode, bool hold)
{
	struct fr_ring *ring = role->gen->ring;
	int ret;

	if (mutex_lock_killable(&ring->lock))
		return -EINTR;
	ret = fr_export_allowed(role, export->slot);
	if (!ret && fr_export_count(role) >= FR_EXPORTS)
		ret = -EDQUOT;
	if (!ret && hold)
		ret = fr_hold_begin(export, role);
	if (!ret) {
		ihold(inode);
		export->inode = inode;
		export->listed = true;
		list_add_tail(&export->node, &role->gen->exports);
		trace_framering_export(export);
	}
	mutex_unlock(&ring->lock);
	return ret;
}

/**
 * struct fr_export_left - what an export kept
 * @mem: see struct fr_export; NULL: nothing is left
 * @keeper: see there
 * @held: its slot was kept out of the ring
 */
struct fr_export_left {
	struct fr_mem *mem;
	struct fr_keeper *keeper;
	bool held;
};

/* It keeps nothing any more: fr_export_put() it. gen->lock is held. */
static struct fr_export_left fr_export_leave(struct fr_export *export)
{
	struct fr_export_left left = {
		.mem = export->mem,
		.keeper = export->keeper,
		.held = export->hold,
	};

	fr_hold_end(export);
	export->mem = NULL;
	export->keeper = NULL;
	return left;
}

static void fr_export_put(struct fr_generation *gen,
			  const struct fr_export_left *left)
{
	if (left->held)
		fr_wake_producer(gen);
	if (left->mem)
		fr_mem_put(left->mem);
	fr_keeper_put(gen, left->keeper);
}

/* It has ended, or nothing of it is left; ring->lock is held. */
static void fr_export_unlist(struct fr_export *export)
{
	if (export->listed)
		list_del(&export->node);
	export->listed = false;
}

/* Devices have let go of exports that were revoked. Runs in the worker. */
static void fr_export_reap(struct work_struct *work)
{
	struct fr_generation *gen =
		container_of(work, struct fr_generation, reap);
	struct fr_export *export, *next;
	struct fr_ring *ring = gen->ring;

	mutex_lock(&ring->lock);
	list_for_each_entry_safe(export, next, &gen->exports, node)
		if (!READ_ONCE(export->mem))
			fr_export_unlist(export);
	fr_generation_drop_unused(gen);
	mutex_unlock(&ring->lock);
	fr_generation_put(gen);
	atomic_inc(&fr_export_endings);
}

/* Nothing uses the dma-buf any more. Runs in the worker. */
static void fr_export_work(struct work_struct *work)
{
	struct fr_export *export = container_of(work, struct fr_export, work);
	struct fr_generation *gen = export->gen;
	struct fr_ring *ring = gen->ring;

	mutex_lock(&ring->lock);
	fr_export_unlist(export);
	fr_generation_drop_unused(gen);
	mutex_unlock(&ring->lock);
	iput(export->inode);
	fr_generation_put(gen);
	kfree(export);
	atomic_inc(&fr_export_endings);
}

/* The dma-buf is gone, or was never made. Does not wait. */
void fr_export_end(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	struct fr_export_left left;

	spin_lock(&gen->lock);
	left = fr_export_leave(export);
	spin_unlock(&gen->lock);
	fr_export_put(gen, &left);
	queue_work(fr_export_queue, &export->work);
}

/**
 * fr_export_use - a device, or another driver, is going to use the memory
 * @export: the export
 *
 * Return: 0, fr_export_unuse() it; -ENODEV: it was revoked.
 */
int fr_export_use(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	int ret = -ENODEV;

	spin_lock(&gen->lock);
	if (!export->revoked) {
		export->users++;
		ret = 0;
	}
	spin_unlock(&gen->lock);
	return ret;
}

/* It uses it no more. What was revoked meanwhile goes now. */
void fr_export_unuse(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	struct fr_export_left left = {};

	spin_lock(&gen->lock);
	if (!--export->users && export->revoked)
		left = fr_export_leave(export);
	spin_unlock(&gen->lock);
	if (!left.mem)
		return;
	fr_export_put(gen, &left);
	/* The dma-buf may stay for long; it holds a reference as well. */
	fr_generation_get(gen);
	if (!queue_work(fr_export_queue, &gen->reap))
		fr_generation_put(gen);
}

/*
 * Take @export's mappings away. A page is put into one by .fault alone, under
 * gen->map_sem, and so after its VMA was linked: what is linked now is all that
 * there is. ring->lock is held. True: a device still uses the memory.
 */
static bool fr_export_revoke(struct fr_export *export)
{
	struct fr_generation *gen = export->gen;
	struct fr_export_left left = {};
	bool used;

	/* As long as programs see the slot, it is in use. */
	down_write(&gen->map_sem);
	spin_lock(&gen->lock);
	export->revoked = true;
	export->users++;
	spin_unlock(&gen->lock);
	up_write(&gen->map_sem);
	unmap_mapping_range(export->inode->i_mapping, 0, 0, 1);
	spin_lock(&gen->lock);
	used = --export->users;
	if (used)
		fr_hold_used(export);
	else
		left = fr_export_leave(export);
	spin_unlock(&gen->lock);
	if (!used)
		fr_export_unlist(export);
	fr_export_put(gen, &left);
	return used;
}

/**
 * fr_export_revoke_role - a role ends, or is revoked
 * @role: the role; ring->lock is held
 * @all: not only what nobody holds the slot for any more: HOLD, too
 */
void fr_export_revoke_role(struct fr_role *role, bool all)
{
	struct fr_export *export, *next;

	list_for_each_entry_safe(export, next, &role->gen->exports, node)
		if (export->role == role->id && (all || !export->hold))
			fr_export_revoke(export);
}

/* Their users pay for what devices use from now on; ring->lock is held. */
static void fr_export_let_go(struct fr_generation *gen)
{
	struct fr_export *export;
	struct fr_keeper *keeper;

	list_for_each_entry(export, &gen->exports, node) {
		spin_lock(&gen->lock);
		keeper = export->keeper;
		if (keeper)
			fr_keeper_pay(keeper, gen->mem->charge.bytes);
		spin_unlock(&gen->lock);
	}
	fr_mem_let_go(gen->mem);
}

/* @gen goes, and its memory, but for what devices use; ring->lock is held. */
void fr_export_revoke_all(struct fr_generation *gen)
{
	struct fr_export *export, *next;
	bool used = false;

	list_for_each_entry_safe(export, next, &gen->exports, node)
		used |= fr_export_revoke(export);
	if (used)
		fr_export_let_go(gen);
}
