/* SPDX-License-Identifier: MIT */
/* What must hold after a sequence, whatever it was. */
#ifndef FUZZ_DRIVER_JUDGE_H
#define FUZZ_DRIVER_JUDGE_H

struct world;

/*
 * In the sequence's process, when its threads are through: nothing is mapped
 * so that it may be executed, or written by one who may only read. Else it
 * ends the process.
 */
void judge_mappings(const struct world *world);
/*
 * When the process is gone: rings there are as before, a fresh producer and a
 * fresh reader understand each other, and, if @limits, all memory that a ring
 * may have can be had. 0, or -1 after saying what went wrong.
 */
int judge_rings(int limits);

#endif /* FUZZ_DRIVER_JUDGE_H */
