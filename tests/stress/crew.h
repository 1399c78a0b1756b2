/* SPDX-License-Identifier: MIT */
/*
 * Those who run at the same time: processes, as with the driver, or threads,
 * of which alone ThreadSanitizer can judge.
 */
#ifndef TESTS_STRESS_CREW_H
#define TESTS_STRESS_CREW_H

#include <stddef.h>
#include <stdint.h>

#include <framering_barrier.h>

#ifdef FRAMERING_TSAN
#define CREW_THREADS	1
#else
#define CREW_THREADS	0
#endif
#define CREW_MAX	16

/* Zeroed memory that all of them see. */
void *crew_memory(size_t bytes);
/* Run @run(@number) beside the others, up to CREW_MAX of them. */
void crew_start(void (*run)(uint32_t number), uint32_t number);
/* Until all have ended; ends the case as soon as one of them has failed. */
void crew_join(void);

#endif /* TESTS_STRESS_CREW_H */
