/* SPDX-License-Identifier: GPL-2.0-only */
/* What poll() of ring files and of role files have in common. */
#ifndef FR_POLL_H
#define FR_POLL_H

#include <linux/poll.h>

#include "ring/wait.h"

/*
 * Bits by which a caller's key tells what it is. poll(2) and level-triggered
 * epoll ask for ERR and HUP beside what they were told to, and look again
 * before they sleep. Edge-triggered epoll does not. select(2) and io_uring,
 * which have NVAL in their keys, also ask for events that do not end the sleep.
 */
#define FR_POLL_KIND	(EPOLLERR | EPOLLHUP | EPOLLNVAL | EPOLLET)

/*
 * Whether a sleep may follow, after poll_wait(): a caller that may sleep is on
 * the queue then, also if it comes again after a wake-up; one with a time-out
 * of 0 is not.
 */
static inline enum fr_arm fr_poll_arm(wait_queue_head_t *queue,
				      poll_table *table)
{
	__poll_t kind = poll_requested_events(table) & FR_POLL_KIND;

	/* No barrier: the caller looks for its own entry. */
	if (!waitqueue_active(queue))
		return FR_ARM_NEVER;
	return kind == (EPOLLERR | EPOLLHUP) ? FR_ARM_TO_SLEEP : FR_ARM_ALWAYS;
}

#endif /* FR_POLL_H */
