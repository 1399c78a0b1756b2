// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking a role's mappings away. unmap_mapping_range() finds every VMA of the
 * role's inode, but a VMA is linked to the inode only after .mmap returned: a
 * revocation between the two would miss page-table entries that .mmap has
 * just made. The whole of mmap() runs under its mm's mmap_lock, though. So
 * each role knows the address spaces that map it, and a revocation passes
 * through their mmap_lock once before it unmaps: whoever was in .mmap then is
 * linked, and whoever comes later finds the role revoked.
 *
 * An address space is remembered for a while after its last VMA went: a mmap()
 * that fails calls .close before the core has taken the entries out of its page
 * tables. It is forgotten when its mmap_lock was seen free.
 *
 * A process can keep its mmap_lock for long. So the lock is only tried; if it
 * is taken, what can be found is unmapped now and the rest a moment later.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "generation.h"
#include "mem.h"
#include "mmap.h"
#include "role.h"

#define FR_REZAP_JIFFIES	(HZ / 50 + 1)

/**
 * struct fr_role_mm - an address space that maps a role
 * @node: in role->mms
 * @mm: the address space; holds mm_count, not its pages
 * @maps: VMAs; may be 0 for a while
 */
struct fr_role_mm {
	struct list_head node;
	struct mm_struct *mm;
	unsigned int maps;
};

static struct fr_role_mm *fr_revoke_find(struct fr_role *role,
					 struct mm_struct *mm)
{
	struct fr_role_mm *entry;

	list_for_each_entry(entry, &role->mms, node)
		if (entry->mm == mm)
			return entry;
	return NULL;
}

/* Move address spaces that no longer map @role to @dead; mm_lock is held. */
static void fr_revoke_prune(struct fr_role *role, struct mm_struct *mm,
			    struct list_head *dead)
{
	struct fr_role_mm *entry, *next;

	list_for_each_entry_safe(entry, next, &role->mms, node) {
		if (entry->maps || entry->mm == mm ||
		    !mmap_read_trylock(entry->mm))
			continue;
		mmap_read_unlock(entry->mm);
		list_move(&entry->node, dead);
	}
}

static void fr_revoke_bury(struct list_head *dead)
{
	struct fr_role_mm *entry, *next;

	list_for_each_entry_safe(entry, next, dead, node) {
		mmdrop(entry->mm);
		kfree(entry);
	}
}

/**
 * fr_revoke_track - one more VMA of @mm maps @role
 * @role: the role
 * @mm: the address space
 *
 * Return: 0, -ENODEV if the role is revoked, -ENOMEM.
 */
int fr_revoke_track(struct fr_role *role, struct mm_struct *mm)
{
	struct fr_role_mm *fresh, *entry;
	LIST_HEAD(dead);
	int ret = -ENODEV;

	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	if (!fresh)
		return -ENOMEM;
	spin_lock(&role->mm_lock);
	if (role->revoked)
		goto out;
	fr_revoke_prune(role, mm, &dead);
	entry = fr_revoke_find(role, mm);
	if (!entry) {
		entry = fresh;
		fresh = NULL;
		mmgrab(mm);
		entry->mm = mm;
		list_add(&entry->node, &role->mms);
	}
	entry->maps++;
	ret = 0;
out:
	spin_unlock(&role->mm_lock);
	fr_revoke_bury(&dead);
	kfree(fresh);
	return ret;
}

/* As fr_revoke_track(), for a VMA made from one that is tracked. */
void fr_revoke_retrack(struct fr_role *role, struct mm_struct *mm)
{
	struct fr_role_mm *entry;

	spin_lock(&role->mm_lock);
	entry = fr_revoke_find(role, mm);
	/* VM_DONTCOPY: no VMA of another mm is made from it. */
	if (!WARN_ON_ONCE(!entry))
		entry->maps++;
	spin_unlock(&role->mm_lock);
}

/* One VMA less; its page tables may still hold something. */
void fr_revoke_untrack(struct fr_role *role, struct mm_struct *mm)
{
	struct fr_role_mm *entry;

	spin_lock(&role->mm_lock);
	entry = fr_revoke_find(role, mm);
	if (!WARN_ON_ONCE(!entry))
		entry->maps--;
	spin_unlock(&role->mm_lock);
}

/* True: nobody is still inside the mmap() of a mapping of @role. */
static bool fr_revoke_settled(struct fr_role *role)
{
	struct fr_role_mm *entry;
	bool settled = true;

	spin_lock(&role->mm_lock);
	list_for_each_entry(entry, &role->mms, node) {
		if (mmap_read_trylock(entry->mm))
			mmap_read_unlock(entry->mm);
		else
			settled = false;
	}
	spin_unlock(&role->mm_lock);
	return settled;
}

/* True: no page table shows anything of @role, nor will. */
static bool fr_revoke_zap(struct fr_role *role)
{
	bool settled = fr_revoke_settled(role);

	if (role->inode)
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
	spin_lock_init(&role->mm_lock);
	INIT_LIST_HEAD(&role->mms);
	INIT_DELAYED_WORK(&role->rezap, fr_revoke_again);
}

/* The role goes: its file is closed, and so no mapping is left. */
void fr_revoke_stop(struct fr_role *role)
{
	cancel_delayed_work_sync(&role->rezap);
	fr_revoke_bury(&role->mms);
	fr_revoke_end(role);
}

/**
 * fr_role_revoke - take everything away from a role
 * @role: the role; ring->lock is held
 *
 * Its mappings then give SIGBUS and its file POLLHUP. They are gone before its
 * slots are free, so that nobody sees them being filled anew. The role itself
 * stays until its file is closed.
 */
void fr_role_revoke(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	bool settled;

	down_write(&gen->map_sem);
	spin_lock(&role->mm_lock);
	role->revoked = true;
	spin_unlock(&role->mm_lock);
	up_write(&gen->map_sem);

	settled = fr_revoke_zap(role);
	fr_role_forget(role);
	if (settled)
		fr_revoke_end(role);
	else
		schedule_delayed_work(&role->rezap, FR_REZAP_JIFFIES);
	fr_generation_wake_producer(gen);
	fr_generation_wake_consumers(gen);
}
