/* SPDX-License-Identifier: GPL-2.0-only */
/* Holds: slots that an export keeps out of the ring. */
#ifndef FR_HOLD_H
#define FR_HOLD_H

struct fr_export;
struct fr_role;

int fr_hold_begin(struct fr_export *export, struct fr_role *role);
void fr_hold_used(struct fr_export *export);
void fr_hold_end(struct fr_export *export);

#endif /* FR_HOLD_H */
