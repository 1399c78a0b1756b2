/* SPDX-License-Identifier: GPL-2.0-only */
/* Accounts: what a user's readers have cost a ring's producer. */
#ifndef FR_ACCOUNT_H
#define FR_ACCOUNT_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct fr_opener;
struct fr_ring;

/**
 * struct fr_account - of one user, on one ring, through read-only files
 * @node: in the ring's list; ring->lock
 * @uid: the user
 * @roles: consumers of his; ring->lock
 * @until: until when they protect nothing, CLOCK_MONOTONIC; ring->lock
 * @length: for how long that was, 0 if never; ring->lock
 * @lock: innermost; protects what follows
 * @spent: nanoseconds for which live ones stood in the way, less what leaked
 * @at: until when that leaked
 */
struct fr_account {
	struct list_head node;
	kuid_t uid;
	unsigned int roles;
	u64 until;
	u64 length;
	spinlock_t lock;	/* see above */
	u64 spent;
	u64 at;
};

struct fr_account *fr_account_get(struct fr_ring *ring, kuid_t uid);
void fr_account_put(struct fr_ring *ring, struct fr_account *account);
void fr_account_free_all(struct fr_ring *ring);
u64 fr_account_unprotected(const struct fr_account *account);
u64 fr_account_unprotected_user(struct fr_ring *ring,
				const struct fr_opener *opener);
void fr_account_punish(struct fr_account *account);
u64 fr_account_charge(struct fr_account *account, u64 time, u32 stall_ms);

#endif /* FR_ACCOUNT_H */
