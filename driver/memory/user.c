// SPDX-License-Identifier: GPL-2.0-only
/*
 * Users. One is known as long as something is counted for it, so that a user
 * who comes and goes, and there are billions of them in user namespaces, leaves
 * nothing behind.
 */
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "user.h"

/* Protects the tree, and the references. */
static DEFINE_SPINLOCK(fr_user_lock);
static struct rb_root fr_users = RB_ROOT;

/* The user @fresh->uid; @fresh itself if there was none. */
static struct fr_user *fr_user_enter(struct fr_user *fresh)
{
	struct rb_node **link = &fr_users.rb_node, *parent = NULL;

	while (*link) {
		struct fr_user *user = rb_entry(*link, struct fr_user, node);

		parent = *link;
		if (uid_eq(user->uid, fresh->uid)) {
			refcount_inc(&user->refs);
			return user;
		}
		link = uid_lt(fresh->uid, user->uid) ? &parent->rb_left :
						       &parent->rb_right;
	}
	rb_link_node(&fresh->node, parent, link);
	rb_insert_color(&fresh->node, &fr_users);
	return fresh;
}

/**
 * fr_user_find - what is counted for a user
 * @uid: the user
 *
 * Return: the user, fr_user_put() it; NULL: no memory.
 */
struct fr_user *fr_user_find(kuid_t uid)
{
	struct fr_user *fresh = kzalloc(sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	struct fr_user *user;

	if (!fresh)
		return NULL;
	fresh->uid = uid;
	refcount_set(&fresh->refs, 1);
	spin_lock(&fr_user_lock);
	user = fr_user_enter(fresh);
	spin_unlock(&fr_user_lock);
	if (user != fresh)
		kfree(fresh);
	return user;
}

/* Not from an interrupt. */
void fr_user_put(struct fr_user *user)
{
	bool last;

	spin_lock(&fr_user_lock);
	last = refcount_dec_and_test(&user->refs);
	if (last)
		rb_erase(&user->node, &fr_users);
	spin_unlock(&fr_user_lock);
	if (!last)
		return;
	WARN_ON(user->bytes);
	kfree(user);
}
