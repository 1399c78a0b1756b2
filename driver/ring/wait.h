/* SPDX-License-Identifier: GPL-2.0-only */
/* What a role can wait for, the sleep and the wake-up. */
#ifndef FR_WAIT_H
#define FR_WAIT_H

#include <linux/types.h>
#include <linux/wait.h>

struct fr_generation;
struct fr_role;

/* When to ask the other side for a KICK. */
enum fr_arm {
	FR_ARM_NEVER,		/* the caller only looks */
	FR_ARM_TO_SLEEP,	/* nothing that is wanted holds: it sleeps */
	FR_ARM_ALWAYS,		/* it waits for the next change as well */
};

wait_queue_head_t *fr_role_queue(struct fr_role *role);
int fr_wait(wait_queue_head_t *queue, u32 (*look)(void *arg, enum fr_arm arm),
	    void *arg, u32 events, s64 deadline_ns, u32 *found);
u32 fr_role_events(struct fr_role *role, u32 wanted, enum fr_arm arm);
int fr_role_wait(struct fr_role *role, u32 events, s64 deadline_ns,
		 u32 *revents);
void fr_wake_producer(struct fr_generation *gen);
void fr_wake_consumers(struct fr_generation *gen);

#endif /* FR_WAIT_H */
