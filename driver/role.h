/* SPDX-License-Identifier: GPL-2.0-only */
/* A role: one producer or one consumer of one generation. */
#ifndef FR_ROLE_H
#define FR_ROLE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/workqueue.h>

#include <framering_ring.h>

struct fr_generation;
struct fr_mem;
struct fr_ring;
struct inode;

/**
 * struct fr_role - a producer or a consumer
 * @gen: what it belongs to; holds a reference
 * @mem: the frames; holds a reference until it is revoked and unmapped
 * @node: in the generation's list; ring->lock
 * @kind: enum framering_role
 * @index: number of the consumer, 0 for a producer
 * @flags: FRAMERING_ATTACH_ bits
 * @opener: number of the ring file that it was attached through
 * @attached: false once the generation forgot it; changes under ring->lock
 *	and gen->lock
 * @revoked: nothing can be mapped any more; gen->map_sem
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
	u64 opener;
	bool attached;
	bool revoked;
	struct inode *inode;
	struct framering_ring_consumer ring;
	atomic_t maps;
	struct delayed_work rezap;
};

struct fr_role *fr_role_attach(struct fr_ring *ring, u32 kind, u32 flags,
			       u64 opener);
void fr_role_detach(struct fr_role *role);
void fr_role_forget(struct fr_role *role);
void fr_role_set_inode(struct fr_role *role, struct inode *inode);
u64 fr_role_generation(struct fr_role *role);
u32 fr_role_events(struct fr_role *role);
int fr_role_wait(struct fr_role *role, u32 events, s64 deadline_ns,
		 u32 *revents);
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
