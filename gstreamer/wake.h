/* SPDX-License-Identifier: MIT */
/* Sleeping on a descriptor, until that is ready or the pipeline flushes. */
#ifndef GST_FRAMERING_WAKE_H
#define GST_FRAMERING_WAKE_H

#include <stdint.h>

/**
 * struct wake - what interrupts a sleep
 * @fd: an eventfd, readable from wake_set() to wake_clear()
 */
struct wake {
	int fd;
};

/* Return: 0 or a negative errno. wake_finish() it. */
int wake_init(struct wake *wake);
void wake_finish(struct wake *wake);

/* From any thread: from now on no sleep, until wake_clear(). */
void wake_set(struct wake *wake);
void wake_clear(struct wake *wake);

/**
 * wake_poll - sleep until a descriptor is ready
 * @wake: what may interrupt
 * @fd: the descriptor; -1 for none
 * @events: of poll(2)
 * @timeout_ms: from now; negative for ever
 *
 * Return: what @fd is ready for; 0: the time is over; -ECANCELED: interrupted.
 */
int wake_poll(struct wake *wake, int fd, short events, int timeout_ms);

#endif /* GST_FRAMERING_WAKE_H */
