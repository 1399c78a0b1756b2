// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking a role's mappings away. unmap_mapping_range() finds every VMA of the
 * role's inode, but a VMA is linked to the inode only after .mmap returned: a
 * revocation between the two would miss page-table entries that .mmap has
 * just made.
 *
 * So .mmap enters its VMA into a list before it makes any, and a revocation
 * crosses off what it finds linked. If something is left, it comes again a
 * moment later. New calls of mmap() fail by then, so the list only gets
 * shorter. VMAs that are split off, moved or copied later are not entered: the
 * kernel links these before they have entries, and behind the one that the
 * entries come from.
 *
 * A process cannot make the revocation wait: what is missing is on its way to
 * the inode, or out of it, in the kernel. Two other ways are worse. Passing
 * through the mmap_lock of each process: its owner can keep that busy for ever.
 * Counting all VMAs, by .open and .close, and those that are linked: a moved
 * one is counted before it is linked and until after it is unlinked, so that
 * the numbers hardly ever agree while many processes move theirs.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "control.h"
#include "dummy.h"
#include "export.h"
#include "generation.h"
#include "member.h"
#include "memory/mem.h"
#include "revoke.h"
#include "ring.h"
#include "role.h"
#include "trace.h"
#include "wait.h"

#define FR_REZAP_JIFFIES	(HZ / 50 + 1)

/**
 * fr_revoke_track - a VMA is going to map @role
 * @role: the role
 * @vma: the VMA, which has no entries yet
 *
 * From here on the frames stay until the VMA is linked, or given to
 * fr_revoke_untrack().
 *
 * Return: what to keep in the VMA, or an error pointer: -ESTALE or -ENODEV if
 * the role is revoked, -ENOMEM.
 */
struct fr_map *fr_revoke_track(struct fr_role *role,
			       struct vm_area_struct *vma)
{
	struct fr_generation *gen = role->gen;
	struct fr_map *map;
	int ret;

	map = kmalloc(sizeof(*map), GFP_KERNEL_ACCOUNT);
	if (!map)
		return ERR_PTR(-ENOMEM);
	map->role = role;
	map->vma = vma;
	refcount_set(&map->refs, 1);
	down_read(&gen->map_sem);
	ret = role->revoked;
	if (!ret) {
		spin_lock(&role->filled_lock);
		list_add(&map->node, &role->filled);
		spin_unlock(&role->filled_lock);
	}
	up_read(&gen->map_sem);
	if (!ret)
		return map;
	kfree(map);
	return ERR_PTR(ret);
}

/* @vma needs no more to be waited for: it is linked, or has no entries. */
static void fr_revoke_cross_off(struct fr_map *map, struct vm_area_struct *vma)
{
	spin_lock(&map->role->filled_lock);
	if (map->vma == vma) {
		map->vma = NULL;
		list_del(&map->node);
	}
	spin_unlock(&map->role->filled_lock);
}

/* @vma ends, or .mmap failed. */
void fr_revoke_untrack(struct fr_map *map, struct vm_area_struct *vma)
{
	fr_revoke_cross_off(map, vma);
	if (refcount_dec_and_test(&map->refs))
		kfree(map);
}

/* True: every VMA that .mmap has filled is linked to the inode. */
static bool fr_revoke_linked(struct fr_role *role)
{
	struct address_space *mapping = role->inode->i_mapping;
	struct rb_node *node;
	bool linked;

	i_mmap_lock_read(mapping);
	for (node = rb_first_cached(&mapping->i_mmap);
	     node && !list_empty_careful(&role->filled); node = rb_next(node)) {
		struct vm_area_struct *vma =
			rb_entry(node, struct vm_area_struct, shared.rb);

		fr_revoke_cross_off(vma->vm_private_data, vma);
		cond_resched();
	}
	i_mmap_unlock_read(mapping);
	spin_lock(&role->filled_lock);
	linked = list_empty(&role->filled);
	spin_unlock(&role->filled_lock);
	return linked;
}

/* True: no page table shows anything of @role, nor will. */
static bool fr_revoke_zap(struct fr_role *role)
{
	bool settled;

	/* It makes its entries by .fault alone, as exports do. */
	if (role->unmap)
		role->unmap(role);
	if (!role->inode)
		return true;
	/* First: what is linked only after that may be zapped too early. */
	settled = fr_revoke_linked(role);
	/* Before all else: what tells that the rest are dummy pages. */
	if (role->dummy)
		unmap_mapping_range(role->inode->i_mapping,
				    FRAMERING_OFFSET_STATUS, FR_STATUS_LEN, 1);
	unmap_mapping_range(role->inode->i_mapping, 0, 0, 1);
	return settled;
}

static void fr_revoke_end(struct fr_role *role)
{
	struct fr_mem *mem = xchg(&role->mem, NULL);

	if (mem)
		fr_mem_put(mem);
}

static void fr_revoke_again(struct work_struct *work)
{
	struct fr_role *role =
		container_of(to_delayed_work(work), struct fr_role, rezap);

	if (fr_revoke_zap(role))
		fr_revoke_end(role);
	else
		schedule_delayed_work(&role->rezap, FR_REZAP_JIFFIES);
}

void fr_revoke_init(struct fr_role *role)
{
	spin_lock_init(&role->filled_lock);
	INIT_LIST_HEAD(&role->filled);
	INIT_DELAYED_WORK(&role->rezap, fr_revoke_again);
}

/* The role goes: its file is closed, and so no mapping is left. */
void fr_revoke_stop(struct fr_role *role)
{
	cancel_delayed_work_sync(&role->rezap);
	fr_revoke_end(role);
}

/**
 * fr_role_revoke - take everything away from a role
 * @role: the role; ring->lock is held
 * @why: for the tracepoint
 *
 * Its mappings then give SIGBUS, or show dummy pages, and its file POLLHUP.
 * They are gone before its slots are free, so that it does not see them being
 * filled anew. The role itself stays until its file is closed.
 */
void fr_role_revoke(struct fr_role *role, enum fr_why why)
{
	struct fr_generation *gen = role->gen;
	bool settled;

	trace_framering_evict(role, why);
	down_write(&gen->map_sem);
	fr_dummy_revoke(role);
	/* As long as there is a ring, one can attach to it anew. */
	WRITE_ONCE(role->revoked, gen->ring->device ? -ESTALE : -ENODEV);
	up_write(&gen->map_sem);

	settled = fr_revoke_zap(role);
	fr_export_revoke_role(role, true);
	fr_member_leave(role);
	if (settled)
		fr_revoke_end(role);
	else
		schedule_delayed_work(&role->rezap, FR_REZAP_JIFFIES);
	fr_wake_producer(gen);
	fr_wake_consumers(gen);
}

/**
 * fr_generation_revoke - take a generation away from all its roles
 * @gen: a stale one; ring->lock is held
 * @why: for the tracepoint
 *
 * The frames go as soon as no page table shows them any more.
 */
void fr_generation_revoke(struct fr_generation *gen, enum fr_why why)
{
	struct fr_role *role, *next;

	list_for_each_entry_safe(role, next, &gen->roles, node)
		fr_role_revoke(role, why);
	fr_export_revoke_all(gen);
	fr_generation_drop(gen);
}

/* The stale generation that is the oldest makes way; ring->lock is held. */
void fr_revoke_oldest(struct fr_ring *ring, enum fr_why why)
{
	fr_generation_revoke(list_first_entry(&ring->stale,
					      struct fr_generation, node),
			     why);
}
