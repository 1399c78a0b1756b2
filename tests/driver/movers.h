/* SPDX-License-Identifier: MIT */
/*
 * Processes that share the role file of one consumer: each maps its slot by
 * itself and moves the mapping back and forth, until it is killed.
 */
#ifndef TESTS_DRIVER_MOVERS_H
#define TESTS_DRIVER_MOVERS_H

#define MAX_MOVERS	256

/* Returns when each has moved once; these end the test case if they fail. */
void movers_start(int role, unsigned int count);
/* Kill them; none may have ended by itself. */
void movers_stop(void);

#endif /* TESTS_DRIVER_MOVERS_H */
