/* SPDX-License-Identifier: GPL-2.0-only */
/* Users: what the driver counts for each of them, over all rings. */
#ifndef FR_USER_H
#define FR_USER_H

#include <linux/rbtree.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/uidgid.h>

/**
 * struct fr_user - a user who has something of the driver's
 * @node: in the tree of all users, by @uid
 * @refs: held by each thing that is counted for the user
 * @uid: who it is
 * @bytes: frame memory; charge.c's
 */
struct fr_user {
	struct rb_node node;
	refcount_t refs;
	kuid_t uid;
	u64 bytes;
};

struct fr_user *fr_user_find(kuid_t uid);
void fr_user_put(struct fr_user *user);

#endif /* FR_USER_H */
