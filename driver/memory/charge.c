// SPDX-License-Identifier: GPL-2.0-only
/*
 * The limits of frame memory, that hold for all kinds. What a generation has
 * is charged from before it is made until it is freed: also while it is stale,
 * and while a role that was revoked is still being unmapped or copied from.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/spinlock.h>

#include "charge.h"
#include "compat.h"
#include "device/device.h"
#include "user.h"

static unsigned long max_ring_bytes;
module_param(max_ring_bytes, ulong, 0444);
MODULE_PARM_DESC(max_ring_bytes,
		 "frame memory of one configuration of a ring, in bytes; those of the ring that are there at a time may have twice as much (default: an eighth of the memory)");

static unsigned long max_user_bytes;
module_param(max_user_bytes, ulong, 0444);
MODULE_PARM_DESC(max_user_bytes,
		 "frame memory of all rings that one user without CAP_SYS_RESOURCE has configured, in bytes (default: three quarters of max_bytes)");

static unsigned long max_bytes;
module_param(max_bytes, ulong, 0444);
MODULE_PARM_DESC(max_bytes,
		 "frame memory of all rings, in bytes (default: half of the memory)");

/*
 * Protects what is counted here and for each user and device: a charge that is
 * refused is never seen by another one.
 */
static DEFINE_SPINLOCK(fr_charge_lock);
static u64 fr_charge_all;

static u64 fr_charge_share(unsigned int part)
{
	return div_u64((u64)totalram_pages() << PAGE_SHIFT, part);
}

/* Limit of one generation of the ring on @device, in bytes. */
u64 fr_charge_most(const struct fr_device *device)
{
	u64 most = max_ring_bytes ? max_ring_bytes : fr_charge_share(8);

	return min_not_zero(device->spec->max_bytes, most);
}

/* The next generation is made beside the present one, which may be as large. */
static u64 fr_charge_most_of_ring(const struct fr_device *device)
{
	u64 most = fr_charge_most(device);

	return most > U64_MAX / 2 ? U64_MAX : 2 * most;
}

static u64 fr_charge_most_of_all(void)
{
	return max_bytes ? max_bytes : fr_charge_share(2);
}

static u64 fr_charge_most_of_user(void)
{
	return max_user_bytes ? max_user_bytes :
				div_u64(fr_charge_most_of_all(), 4) * 3;
}

static bool fr_charge_fits(const struct fr_charge *charge)
{
	const struct fr_device *device = charge->device;

	if (device && device->charged + charge->bytes >
		      fr_charge_most_of_ring(device))
		return false;
	return !charge->all ||
	       fr_charge_all + charge->bytes <= fr_charge_most_of_all();
}

/* Count @charge, unless that is too much for its ring, its user or all. */
static int fr_charge_enter(struct fr_charge *charge, u64 most_of_user)
{
	struct fr_user *user = charge->user;
	int ret = 0;

	spin_lock(&fr_charge_lock);
	if (user->bytes + charge->bytes > most_of_user) {
		ret = -EDQUOT;
	} else if (!fr_charge_fits(charge)) {
		ret = -ENOMEM;
	} else {
		user->bytes += charge->bytes;
		if (charge->device)
			charge->device->charged += charge->bytes;
		if (charge->all)
			fr_charge_all += charge->bytes;
	}
	spin_unlock(&fr_charge_lock);
	return ret;
}

/* @want for user @uid. */
static int fr_charge_make(struct fr_charge *charge, struct fr_charge want,
			  kuid_t uid)
{
	int ret;

	want.user = fr_user_find(uid);
	if (!want.user)
		return -ENOMEM;
	ret = fr_charge_enter(&want, fr_charge_most_of_user());
	if (ret == -EDQUOT && capable(CAP_SYS_RESOURCE))
		ret = fr_charge_enter(&want, U64_MAX);
	if (ret) {
		fr_user_put(want.user);
		return ret;
	}
	if (want.device)
		fr_device_get(want.device);
	*charge = want;
	return 0;
}

/**
 * fr_charge_take - charge memory before it is made
 * @charge: out: give it to fr_charge_give()
 * @device: the ring's; the caller holds a reference
 * @uid: the user who configures
 * @bytes: how much
 *
 * Return: 0, -EFBIG (more than one generation may have), -EDQUOT (more than the
 * user may have), -ENOMEM (more than the ring, or all rings, may have).
 */
int fr_charge_take(struct fr_charge *charge, struct fr_device *device,
		   kuid_t uid, u64 bytes)
{
	struct fr_charge want = {
		.bytes = bytes,
		.device = device,
		.all = true,
	};

	*charge = (struct fr_charge){};
	if (!bytes)
		return 0;
	if (bytes > fr_charge_most(device))
		return -EFBIG;
	return fr_charge_make(charge, want, uid);
}

/**
 * fr_charge_keep - charge memory that is there to a user who may keep it
 * @charge: out: give it to fr_charge_give()
 * @uid: the user
 * @bytes: how much; 0: nothing yet, see fr_charge_force()
 *
 * Return: 0, -EDQUOT (more than the user may have), -ENOMEM.
 */
int fr_charge_keep(struct fr_charge *charge, kuid_t uid, u64 bytes)
{
	struct fr_charge want = { .bytes = bytes };

	*charge = (struct fr_charge){};
	return fr_charge_make(charge, want, uid);
}
EXPORT_SYMBOL_NS_GPL(fr_charge_keep, FR_NAMESPACE);

/* Charge what nothing was charged for yet, whatever the user may have. */
void fr_charge_force(struct fr_charge *charge, u64 bytes)
{
	spin_lock(&fr_charge_lock);
	if (!charge->bytes) {
		charge->bytes = bytes;
		charge->user->bytes += bytes;
	}
	spin_unlock(&fr_charge_lock);
}

/*
 * From now on the memory counts no more for its ring and for who configured it,
 * who can do nothing to free it.
 */
void fr_charge_let_go(struct fr_charge *charge)
{
	struct fr_device *device = charge->device;
	struct fr_user *user = charge->user;

	spin_lock(&fr_charge_lock);
	if (user)
		user->bytes -= charge->bytes;
	if (device)
		device->charged -= charge->bytes;
	charge->user = NULL;
	charge->device = NULL;
	spin_unlock(&fr_charge_lock);
	if (user)
		fr_user_put(user);
	/* The device may go at once. */
	if (device)
		fr_device_put(device);
}

/* The memory was freed, or could not be made, or is kept no more. */
void fr_charge_give(struct fr_charge *charge)
{
	if (charge->all) {
		spin_lock(&fr_charge_lock);
		fr_charge_all -= charge->bytes;
		spin_unlock(&fr_charge_lock);
	}
	fr_charge_let_go(charge);
	charge->bytes = 0;
}
EXPORT_SYMBOL_NS_GPL(fr_charge_give, FR_NAMESPACE);

/* What all generations of the ring on @device have now. */
u64 fr_charge_of_ring(const struct fr_device *device)
{
	u64 bytes;

	spin_lock(&fr_charge_lock);
	bytes = device->charged;
	spin_unlock(&fr_charge_lock);
	return bytes;
}
