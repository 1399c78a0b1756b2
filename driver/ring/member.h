/* SPDX-License-Identifier: GPL-2.0-only */
/* The members of a generation: its producer and its consumers, by number. */
#ifndef FR_MEMBER_H
#define FR_MEMBER_H

struct fr_role;

int fr_member_enter(struct fr_role *role);
void fr_member_leave(struct fr_role *role);

#endif /* FR_MEMBER_H */
