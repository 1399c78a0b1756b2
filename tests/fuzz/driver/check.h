/* SPDX-License-Identifier: MIT */
/* What must hold after a sequence, whatever it was. */
#ifndef FUZZ_DRIVER_CHECK_H
#define FUZZ_DRIVER_CHECK_H

struct context;

/*
 * In the sequence's process, when its threads are through: nothing is mapped
 * so that it may be executed, or written through a role that may only read.
 * Else it ends the process.
 */
void check_mappings(const struct context *context);
/*
 * When the process is gone: rings there are as before, a fresh producer and a
 * fresh reader understand each other, and, if @limits, all memory that a ring
 * may have can be had. 0, or -1 after saying what went wrong.
 */
int check_rings(int limits);

#endif /* FUZZ_DRIVER_CHECK_H */
