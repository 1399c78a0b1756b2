/* SPDX-License-Identifier: GPL-2.0-only */
/* A frame's way for roles without a file: the driver's own. */
#ifndef FR_ROLE_FRAMES_H
#define FR_ROLE_FRAMES_H

#include <linux/types.h>

struct fr_mem;
struct fr_role;
struct framering_desc;

struct fr_mem *fr_role_pin(struct fr_role *role);
bool fr_role_attached(struct fr_role *role);
int fr_role_reserve(struct fr_role *role);
void fr_role_submit(struct fr_role *role, const struct framering_desc *frame);
int fr_role_reserve_ahead(struct fr_role *role, const u32 *last, u32 *seq);
int fr_role_submit_at(struct fr_role *role, u32 seq,
		      const struct framering_desc *frame);
int fr_role_renew(struct fr_role *role, u32 slot, const u32 *last, u32 *seq);
int fr_role_acquire(struct fr_role *role, struct framering_desc *desc);
int fr_role_check(struct fr_role *role, u32 slot);
void fr_role_release(struct fr_role *role, u32 slot);

#endif /* FR_ROLE_FRAMES_H */
