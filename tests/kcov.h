/* SPDX-License-Identifier: MIT */
/*
 * What of the driver a program has made run, where the kernel has KCOV. Only
 * system calls are seen, no timers and none of the kernel's own threads.
 */
#ifndef TEST_KCOV_H
#define TEST_KCOV_H

/*
 * Begin, for this thread and those that call kcov_enable(), and for children
 * by fork(): 0, or a negative errno if this kernel does not know what it runs.
 */
int kcov_start(void);
/* This thread, too. Does nothing if kcov_start() was not called. */
void kcov_enable(void);
/*
 * Write the addresses that were seen, one a line, behind those of the module's
 * sections: what tests/fuzz/driver/coverage.py reads.
 */
int kcov_write(const char *path);

#endif /* TEST_KCOV_H */
