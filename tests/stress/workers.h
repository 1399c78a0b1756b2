/* SPDX-License-Identifier: MIT */
/*
 * Workers that run at the same time: processes, as with the driver, or threads,
 * which ThreadSanitizer needs.
 */
#ifndef TESTS_STRESS_WORKERS_H
#define TESTS_STRESS_WORKERS_H

#include <stddef.h>
#include <stdint.h>

#include <framering_barrier.h>

#ifdef FRAMERING_TSAN
#define WORKERS_ARE_THREADS	1
#else
#define WORKERS_ARE_THREADS	0
#endif
#define WORKERS_MAX	16

/* Zeroed memory that all of them see. */
void *workers_memory(size_t bytes);
/* Run @run(@number) beside the others, up to WORKERS_MAX of them. */
void workers_start(void (*run)(uint32_t number), uint32_t number);
/* Until all have ended; ends the case as soon as one of them has failed. */
void workers_join(void);

#endif /* TESTS_STRESS_WORKERS_H */
