/* SPDX-License-Identifier: GPL-2.0-only */
/* For whom exported memory is counted that cannot be taken away. */
#ifndef FR_KEEPER_H
#define FR_KEEPER_H

#include <linux/types.h>

struct fr_generation;
struct fr_keeper;
struct fr_role;

struct fr_keeper *fr_keeper_get(struct fr_role *role);
void fr_keeper_put(struct fr_generation *gen, struct fr_keeper *keeper);
void fr_keeper_pay(struct fr_keeper *keeper, u64 bytes);

#endif /* FR_KEEPER_H */
