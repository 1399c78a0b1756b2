// SPDX-License-Identifier: MIT
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "event_count.h"

void event_count_sleep(struct event_count *events, uint32_t seen)
{
	syscall(SYS_futex, &events->count, FUTEX_WAIT, seen, NULL);
}

void event_count_advance(struct event_count *events)
{
	__atomic_fetch_add(&events->count, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &events->count, FUTEX_WAKE, INT_MAX);
}

void event_count_wait(struct event_count *events, uint32_t count)
{
	uint32_t seen;

	for (;;) {
		seen = __atomic_load_n(&events->count, __ATOMIC_ACQUIRE);
		if (seen >= count)
			return;
		event_count_sleep(events, seen);
	}
}
