/* SPDX-License-Identifier: MIT */
/* Between two marks awake.py counts the system calls of a thread. */
#ifndef TESTS_STRESS_MARK_H
#define TESTS_STRESS_MARK_H

#include <unistd.h>

/* It fails, and shows in strace's log. */
static inline void mark(const char *name)
{
	ssize_t refused = write(-1, name, 4);

	(void)refused;
}

#endif /* TESTS_STRESS_MARK_H */
