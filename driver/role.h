/* SPDX-License-Identifier: GPL-2.0-only */
/* A role: one producer or one consumer of one generation. */
#ifndef FR_ROLE_H
#define FR_ROLE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/uidgid.h>
#include <linux/workqueue.h>

#include <framering_ring.h>

struct fr_generation;
struct fr_mem;
struct fr_ring;
struct inode;
struct pid;

/**
 * struct fr_opener - the ring file that somebody comes through
 * @number: never used twice
 * @uid: who opened it
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
 * @id: its number, never used twice
 * @pid: the process that attached it
 * @name: that process's name
 * @attached_ns: when it did
 * @wish: what a consumer would like; ring->lock
 * @wished: when it said so: a consumer who wished later has a larger number, 0
 *	if it never did; ring->lock
 * @attached: false once the generation forgot it; changes under ring->lock
 *	and gen->lock
 * @revoked: not zero: nothing can be mapped any more, and this is the errno:
 *	-ESTALE (attach anew), -ENODEV (the ring is gone); gen->map_sem
 * @inode: its own, so that its mappings can be found; NULL for the driver's
 *	own roles, which have no file
 * @ring: a consumer's ring, as the driver sees it
 * @maps: VMAs that map it, or are going to; see revoke.c
 * @rezap: a revocation that could not end at once
 */
struct fr_role {
	struct fr_generation *gen;
	struct fr_mem *mem;
	struct list_head node;
	u32 kind;
	u32 index;
	u32 flags;
	struct fr_opener opener;
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
	atomic_t maps;
	struct delayed_work rezap;
};

struct fr_role *fr_role_attach(struct fr_ring *ring, u32 kind, u32 flags,
			       const struct fr_opener *opener);
void fr_role_detach(struct fr_role *role);
void fr_role_forget(struct fr_role *role);
void fr_role_set_inode(struct fr_role *role, struct inode *inode);
void fr_role_told(struct fr_role *role, struct framering_attach *attach);

/* wait.c */
int fr_wait(wait_queue_head_t *queue, u32 (*look)(void *arg), void *arg,
	    u32 events, s64 deadline_ns, u32 *found);
u32 fr_role_events(struct fr_role *role);
int fr_role_wait(struct fr_role *role, u32 events, s64 deadline_ns,
		 u32 *revents);

/* role_frames.c */
struct fr_mem *fr_role_pin(struct fr_role *role);
bool fr_role_attached(struct fr_role *role);
int fr_role_reserve(struct fr_role *role);
void fr_role_submit(struct fr_role *role, const struct framering_desc *frame);
int fr_role_acquire(struct fr_role *role, struct framering_desc *desc);
void fr_role_release(struct fr_role *role, u32 slot);

/* role_file.c */
int fr_role_file(struct fr_role *role, struct file **file);

/* fs.c */
struct file *fr_fs_file(const struct file_operations *fops, void *data);
void fr_fs_put(void);

#endif /* FR_ROLE_H */
