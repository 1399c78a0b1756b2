/* SPDX-License-Identifier: MIT */
/*
 * Lets the kernel's own calls fail, one after another: allocations of slabs and
 * pages, and copies from and to programs, wherever in the kernel a task makes
 * them. Only on a kernel with fault injection, only for root.
 */
#ifndef TESTS_DEBUG_FAILNTH_H
#define TESTS_DEBUG_FAILNTH_H

#include <stddef.h>

#define FAILNTH_SITES		256
#define FAILNTH_SITE_BYTES	128

/**
 * struct failnth - calls that have failed
 * @calls: how many
 * @ours: of those, the ones that the driver has made
 * @failed: runs that ended with an error
 * @sites: how many different ones of the driver made them
 * @site: those, as "call from function+0x12/0x345 [framering]"
 */
struct failnth {
	unsigned int calls;
	unsigned int ours;
	unsigned int failed;
	unsigned int sites;
	char site[FAILNTH_SITES][FAILNTH_SITE_BYTES];
};

/* The functions below end the test case if they fail. */

/* From now on the calling thread's call @n fails, once, counted from 1. */
void failnth_arm(unsigned int n);
/* Nothing fails any more. Whether something has. */
int failnth_disarm(void);

/**
 * failnth_each - run something until it has survived a fault in each call
 * @name: what it is, for the diagnostics
 * @run: what is run, armed from its first instruction on; returns 0 or a
 *	negative errno, and disarms where it does something else
 * @data: given to @run
 * @check: called after each run with a fault, with what @run has returned
 *
 * Prints how many calls have failed. The run after them returned 0.
 *
 * Return: the calls; in static memory, until the next call.
 */
const struct failnth *failnth_each(const char *name, int (*run)(void *data),
				   void *data,
				   void (*check)(void *data, int ret));

#endif /* TESTS_DEBUG_FAILNTH_H */
