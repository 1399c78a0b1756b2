// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking a role's mappings away. unmap_mapping_range() finds every VMA of the
 * role's inode, but a VMA is linked to the inode only after .mmap returned: a
 * revocation between the two would miss page-table entries that .mmap has
 * just made.
 *
 * So each VMA is counted before its .mmap makes any, and a revocation that
 * finds fewer VMAs at the inode than were counted comes again a moment later.
 * Nobody can make it wait: what is missing is on its way to the inode, or out
 * of it, in the kernel. Passing through the mmap_lock would do the same, but
 * its owner can keep that busy for ever.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rbtree.h>
#include <linux/sched.h>

#include "generation.h"
#include "mem.h"
#include "mmap.h"
#include "ring.h"
#include "role.h"
#include "trace.h"

#define FR_REZAP_JIFFIES	(HZ / 50 + 1)

/**
 * fr_revoke_track - a VMA is going to map @role
 * @role: the role
 *
 * The count keeps the frames until the VMA is linked, but not on all kernels:
 * before 6.9, or the fix of CVE-2024-27022, fork() links a VMA before it is
 * counted, so that it may stand for this one. Nothing is mapped then, as frames
 * that a child may have are mapped by .fault, but .mmap looks at them.
 *
 * Return: the frames; fr_mem_put() them when .mmap is done. Or an error
 * pointer, if the role is revoked: -ESTALE or -ENODEV.
 */
struct fr_mem *fr_revoke_track(struct fr_role *role)
{
	struct fr_generation *gen = role->gen;
	struct fr_mem *mem;

	down_read(&gen->map_sem);
	mem = ERR_PTR(role->revoked);
	if (!role->revoked) {
		mem = role->mem;
		fr_mem_get(mem);
		atomic_inc(&role->maps);
	}
	up_read(&gen->map_sem);
	return mem;
}

/* VMAs that are linked to the inode. */
static int fr_revoke_linked(struct address_space *mapping)
{
	struct rb_node *node;
	int linked = 0;

	i_mmap_lock_read(mapping);
	for (node = rb_first_cached(&mapping->i_mmap); node;
	     node = rb_next(node)) {
		linked++;
		cond_resched();
	}
	i_mmap_unlock_read(mapping);
	return linked;
}

/* True: no page table shows anything of @role, nor will. */
static bool fr_revoke_zap(struct fr_role *role)
{
	struct address_space *mapping;
	bool settled;
	int maps;

	if (!role->inode)
		return true;
	mapping = role->inode->i_mapping;
	/* Counted first: one that goes meanwhile must not stand for another. */
	maps = atomic_read_acquire(&role->maps);
	settled = fr_revoke_linked(mapping) >= maps;
	unmap_mapping_range(mapping, 0, 0, 1);
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
 * @why: for those who trace
 *
 * Its mappings then give SIGBUS and its file POLLHUP. They are gone before its
 * slots are free, so that nobody sees them being filled anew. The role itself
 * stays until its file is closed.
 */
void fr_role_revoke(struct fr_role *role, enum fr_why why)
{
	struct fr_generation *gen = role->gen;
	bool settled;

	trace_framering_evict(role, why);
	down_write(&gen->map_sem);
	/* As long as there is a ring, one can attach to it anew. */
	WRITE_ONCE(role->revoked, gen->ring->device ? -ESTALE : -ENODEV);
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
