/* SPDX-License-Identifier: GPL-2.0-only */
/* A role: one producer or one consumer of one generation. */
#ifndef FR_ROLE_H
#define FR_ROLE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/uidgid.h>
#include <linux/workqueue.h>

#include <framering_ring.h>

struct fr_account;
struct fr_dummy;
struct fr_generation;
struct fr_mem;
struct fr_ring;
struct framering_attach;
struct inode;
struct pid;

/**
 * struct fr_opener - the ring file that a role is attached through
 * @number: never used twice
 * @uid: the user who opened it
 * @writes: it is open for writing
 */
struct fr_opener {
	u64 number;
	kuid_t uid;
	bool writes;
};

/**
 * struct fr_role - a producer or a consumer
 * @gen: what it belongs to; holds a reference
 * @mem: the frames; holds a reference until it is revoked and unmapped
 * @node: in the generation's list; ring->lock
 * @kind: enum framering_role
 * @index: number of the consumer, 0 for a producer
 * @flags: FRAMERING_ATTACH_ bits
 * @opener: the ring file that it was attached through
 * @account: of a consumer that may only read, while it is attached; else NULL;
 *	ring->lock and gen->lock
 * @id: its number, never used twice
 * @pid: the process that attached it
 * @name: that process's name
 * @attached_ns: when it did
 * @wish: what a consumer would like; ring->lock
 * @wished: when it said so: a consumer that wished later has a larger number,
 *	0 if it never did; ring->lock
 * @attached: false once the generation forgot it; changes under ring->lock
 *	and gen->lock
 * @revoked: not zero: nothing can be mapped any more, and this is the errno:
 *	-ESTALE (attach anew), -ENODEV (the ring is gone); gen->map_sem
 * @inode: its own, so that its mappings can be found; NULL for the driver's
 *	own roles, which have no file
 * @ring: a consumer's ring, as the driver sees it
 * @filled_lock: innermost; protects @filled
 * @filled: struct fr_map, whose VMAs are perhaps not linked yet; see revoke.c
 * @rezap: a revocation that could not end at once
 * @dummy: what its mappings show then, NULL for SIGBUS
 * @unmap: of a role without a file, whose slots a part of the kernel maps:
 *	takes all of that away, and gives back what is kept for it; called with
 *	ring->lock held, which guards it, once nothing new can be acquired
 * @user: whose it is; for @unmap
 */
struct fr_role {
	struct fr_generation *gen;
	struct fr_mem *mem;
	struct list_head node;
	u32 kind;
	u32 index;
	u32 flags;
	struct fr_opener opener;
	struct fr_account *account;
	u64 id;
	struct pid *pid;
	char name[TASK_COMM_LEN];
	u64 attached_ns;
	struct framering_wish wish;
	u64 wished;
	bool attached;
	int revoked;
	struct inode *inode;
	struct framering_ring_consumer ring;
	spinlock_t filled_lock;	/* see above */
	struct list_head filled;
	struct delayed_work rezap;
	struct fr_dummy *dummy;
	void (*unmap)(struct fr_role *role);
	void *user;
};

struct fr_role *fr_role_attach(struct fr_ring *ring, u32 kind, u32 flags,
			       const struct fr_opener *opener);
void fr_role_detach(struct fr_role *role);
u64 fr_role_opener_number(void);
void fr_role_set_unmap(struct fr_role *role,
		       void (*unmap)(struct fr_role *role), void *user);
void fr_role_set_inode(struct fr_role *role, struct inode *inode);
void fr_role_told(struct fr_role *role, struct framering_attach *attach);
u64 fr_role_unprotected(struct fr_role *role);

#endif /* FR_ROLE_H */
