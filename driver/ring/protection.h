/* SPDX-License-Identifier: GPL-2.0-only */
/* Which consumers protect what they hold, as STATUS tells the producer. */
#ifndef FR_PROTECTION_H
#define FR_PROTECTION_H

#include <linux/types.h>

struct fr_generation;
struct fr_ring;
struct fr_role;

void fr_protection_init(struct fr_generation *gen);
void fr_protection_stop(struct fr_generation *gen);
void fr_protection_enter(struct fr_role *role);
void fr_protection_change(struct fr_ring *ring);

#endif /* FR_PROTECTION_H */
