// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accounts. Readers that may only read, and are of one user, stand in the
 * producer's way at that user's cost, whatever processes, files and roles there
 * are. A user who has spent the ring's stall time-out is evicted, and what his
 * readers hold is unprotected for a time that doubles with each eviction.
 *
 * It is an account per ring, not one for all rings: a ring's owner decides how
 * long its readers may stall it, and must not reach those of another ring.
 */
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include "account.h"
#include "ring.h"
#include "role.h"

/* Doubled so often at most. */
#define FR_MAX_DOUBLINGS	7
/* In so many seconds a user may spend the stall time-out once. */
#define FR_WINDOW		600

static unsigned int unprotected_s = 600;
module_param(unprotected_s, uint, 0644);
MODULE_PARM_DESC(unprotected_s,
		 "seconds that the readers of a user protect nothing after one was evicted for standing in the producer's way; twice as long each time, up to 128 times (default: 600)");

/**
 * fr_account_charge - a user's live readers stood in the way
 * @account: the user's
 * @time: for so many nanoseconds more; 0 only looks
 * @stall_ms: the ring's stall time-out
 *
 * What was spent leaks away at the rate of the time-out in FR_WINDOW.
 *
 * Return: what is spent, in nanoseconds.
 */
u64 fr_account_charge(struct fr_account *account, u64 time, u32 stall_ms)
{
	u64 ms, leaked, spent;

	spin_lock(&account->lock);
	ms = div_u64(ktime_get_ns() - account->at, NSEC_PER_MSEC);
	account->at += ms * NSEC_PER_MSEC;
	/* More than all of it has leaked long before this overflows. */
	ms = min_t(u64, ms, FR_WINDOW * MSEC_PER_SEC);
	leaked = div_u64(ms * stall_ms * (NSEC_PER_MSEC / MSEC_PER_SEC),
			 FR_WINDOW);
	account->spent -= min(account->spent, leaked);
	account->spent += time;
	spent = account->spent;
	spin_unlock(&account->lock);
	return spent;
}

/* Until when the account's readers protect nothing; 0: they do protect. */
u64 fr_account_unprotected(const struct fr_account *account)
{
	return account->until > ktime_get_ns() ? account->until : 0;
}

/* Its readers cost the producer a stall. Those evicted at once count as one. */
void fr_account_punish(struct fr_account *account)
{
	u64 once = (u64)unprotected_s * NSEC_PER_SEC, now = ktime_get_ns();

	if (account->until > now)
		return;
	/* Forgiven after as long a time again. */
	if (now > account->until + account->length)
		account->length = once;
	else
		account->length = min(2 * account->length,
				      once << FR_MAX_DOUBLINGS);
	account->until = now + account->length;
	spin_lock(&account->lock);
	account->spent = 0;
	spin_unlock(&account->lock);
}

static struct fr_account *fr_account_find(struct fr_ring *ring, kuid_t uid)
{
	struct fr_account *account;

	list_for_each_entry(account, &ring->accounts, node)
		if (uid_eq(account->uid, uid))
			return account;
	return NULL;
}

/**
 * fr_account_unprotected_user - as fr_account_unprotected()
 * @ring: the ring; ring->lock is held
 * @opener: of a ring file
 *
 * Return: the same; 0 also if the file may write.
 */
u64 fr_account_unprotected_user(struct fr_ring *ring,
				const struct fr_opener *opener)
{
	const struct fr_account *account = fr_account_find(ring, opener->uid);

	return account && !opener->writes ? fr_account_unprotected(account) : 0;
}

/**
 * fr_account_get - the account of a user who attaches a consumer
 * @ring: the ring; ring->lock is held
 * @uid: the user
 *
 * Return: the account; fr_account_put() it. NULL: no memory.
 */
struct fr_account *fr_account_get(struct fr_ring *ring, kuid_t uid)
{
	struct fr_account *account = fr_account_find(ring, uid);

	if (!account) {
		account = kzalloc(sizeof(*account), GFP_KERNEL_ACCOUNT);
		if (!account)
			return NULL;
		account->uid = uid;
		account->at = ktime_get_ns();
		spin_lock_init(&account->lock);
		list_add(&account->node, &ring->accounts);
	}
	account->roles++;
	return account;
}

static void fr_account_free(struct fr_account *account)
{
	list_del(&account->node);
	kfree(account);
}

/*
 * Nothing is left of it that anyone would want to know. It outlives the roles:
 * else detaching would clear it.
 */
static bool fr_account_over(const struct fr_account *account)
{
	u64 now = ktime_get_ns();

	if (account->roles)
		return false;
	return (!account->length && !account->spent) ||
	       (now > account->until + account->length &&
		now > account->at + (u64)FR_WINDOW * NSEC_PER_SEC);
}

/* Those of users who went long ago go as well. ring->lock is held. */
void fr_account_put(struct fr_ring *ring, struct fr_account *account)
{
	struct fr_account *next;

	account->roles--;
	list_for_each_entry_safe(account, next, &ring->accounts, node)
		if (fr_account_over(account))
			fr_account_free(account);
}

/* The ring goes. */
void fr_account_free_all(struct fr_ring *ring)
{
	struct fr_account *account, *next;

	list_for_each_entry_safe(account, next, &ring->accounts, node)
		fr_account_free(account);
}
