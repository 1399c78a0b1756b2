/* SPDX-License-Identifier: MIT */
/* Where user space without a driver sleeps: a futex in shared memory. */
#ifndef BENCH_SLEEPERS_H
#define BENCH_SLEEPERS_H

#include <limits.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What to give sleepers_sleep(): take it before looking a last time. */
static inline uint32_t sleepers_look(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

/* Unless somebody has woken since @seen was looked at. */
static inline void sleepers_sleep(uint32_t *word, uint32_t seen)
{
	syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static inline void sleepers_wake(uint32_t *word)
{
	__atomic_fetch_add(word, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

#endif /* BENCH_SLEEPERS_H */
