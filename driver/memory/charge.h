/* SPDX-License-Identifier: GPL-2.0-only */
/* To whom frame memory is charged, and how much each may have. */
#ifndef FR_CHARGE_H
#define FR_CHARGE_H

#include <linux/types.h>
#include <linux/uidgid.h>

struct fr_device;
struct fr_user;

/**
 * struct fr_charge - memory of one generation, and for whom it is counted
 * @bytes: how much; 0: nothing is counted
 * @device: the ring's, or NULL; holds a reference
 * @user: who configured it, or keeps it, or NULL; holds a reference
 * @all: it is counted for all rings together, too
 */
struct fr_charge {
	u64 bytes;
	struct fr_device *device;
	struct fr_user *user;
	bool all;
};

u64 fr_charge_most(const struct fr_device *device);
int fr_charge_take(struct fr_charge *charge, struct fr_device *device,
		   kuid_t uid, u64 bytes);
int fr_charge_keep(struct fr_charge *charge, kuid_t uid, u64 bytes);
void fr_charge_force(struct fr_charge *charge, u64 bytes);
void fr_charge_let_go(struct fr_charge *charge);
void fr_charge_give(struct fr_charge *charge);
u64 fr_charge_of_ring(const struct fr_device *device);

#endif /* FR_CHARGE_H */
