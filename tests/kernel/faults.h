/* SPDX-License-Identifier: MIT */
/* For tests that let calls of a module fail, by framering_fault. */
#ifndef TESTS_KERNEL_FAULTS_H
#define TESTS_KERNEL_FAULTS_H

#include <stdint.h>

#include "fault.h"

/* The functions below end the test case if they fail. */
int fault_open(void);
/* Call @which of @module fails, or of framering if that is NULL; 0: none. */
void fault_arm(int fd, uint64_t which, const char *module);
void fault_arm_all(int fd, uint64_t which);
/* Each call of @function by this process gives @error, a negative errno. */
void fault_override(int fd, const char *function, int error);
struct fault_report fault_report(int fd);
void fault_disarm(int fd);

/**
 * fault_each - run something until it has survived a fault in each of its calls
 * @fd: from fault_open()
 * @module: as in fault_arm()
 * @run: what is run; returns 0 or a negative errno
 * @data: given to @run
 * @check: called after each run with a fault: @number from 0 on, what @run
 *	has returned, and what failed
 *
 * Return: how many calls have failed; the run after them returned 0.
 */
unsigned int fault_each(int fd, const char *module, int (*run)(void *data),
			void *data,
			void (*check)(void *data, unsigned int number, int ret,
				      const struct fault_report *report));

#endif /* TESTS_KERNEL_FAULTS_H */
