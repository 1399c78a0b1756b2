/* SPDX-License-Identifier: GPL-2.0-only */
/* Holds: slots that the kernel keeps out of the ring. */
#ifndef FR_HOLD_H
#define FR_HOLD_H

#include <linux/types.h>

struct fr_export;
struct fr_generation;
struct fr_role;

int fr_hold_begin(struct fr_export *export, struct fr_role *role);
void fr_hold_used(struct fr_export *export);
void fr_hold_end(struct fr_export *export);
int fr_hold_take(struct fr_role *role, u32 slot);
int fr_hold_reserved(struct fr_role *role, u32 slot);
void fr_hold_give(struct fr_generation *gen, u32 slot);
void fr_hold_unreserve(struct fr_generation *gen, u32 slot);

#endif /* FR_HOLD_H */
