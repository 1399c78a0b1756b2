/* SPDX-License-Identifier: GPL-2.0-only */
/* Exported slots: what keeps them, and for how long. */
#ifndef FR_EXPORT_H
#define FR_EXPORT_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/workqueue.h>

#include "role.h"

struct fr_generation;
struct fr_keeper;
struct fr_mem;
struct inode;

/**
 * struct fr_export - a slot as a dma-buf
 * @gen: whose slot it is; holds a reference
 * @mem: the frames; holds a reference until it is revoked and nothing uses it
 *	any more; gen->lock
 * @keeper: whom the memory is counted for, as long as there is @mem
 * @inode: of the dma-buf's file; holds a reference, so that its mappings can be
 *	looked for until the last moment
 * @node: in the generation's list, if it is @listed; ring->lock
 * @listed: see there
 * @slot: number of the slot
 * @writable: the dma-buf can be written to
 * @hold: the slot is kept out of the ring; gen->lock
 * @role: number of the role that exported it
 * @uid: the user of that role
 * @users: mappings for devices, and users of its kernel address; gen->lock
 * @revoked: it can be mapped no more; changes under gen->map_sem and gen->lock
 * @work: ends it
 */
struct fr_export {
	struct fr_generation *gen;
	struct fr_mem *mem;
	struct fr_keeper *keeper;
	struct inode *inode;
	struct list_head node;
	bool listed;
	u32 slot;
	bool writable;
	bool hold;
	u64 role;
	kuid_t uid;
	unsigned int users;
	bool revoked;
	struct work_struct work;
};

int fr_export_init(void);
void fr_export_exit(void);
unsigned int fr_export_flush(void);
unsigned int fr_export_ended(void);
struct fr_export *fr_export_create(struct fr_role *role, u32 slot);
int fr_export_enter(struct fr_export *export, struct fr_role *role,
		    struct inode *inode, bool hold);
void fr_export_end(struct fr_export *export);
int fr_export_use(struct fr_export *export);
void fr_export_unuse(struct fr_export *export);
void fr_export_revoke_role(struct fr_role *role, bool all);
void fr_export_revoke_all(struct fr_generation *gen);

/* @role's own; and, if it may only read, all that its user exported so. */
static inline bool fr_export_counts(const struct fr_export *export,
				    const struct fr_role *role)
{
	return export->role == role->id ||
	       (!role->opener.writes && !export->writable &&
		uid_eq(export->uid, role->opener.uid));
}

#endif /* FR_EXPORT_H */
