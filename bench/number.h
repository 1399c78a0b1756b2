/* SPDX-License-Identifier: MIT */
/* Numbers of the command line. */
#ifndef BENCH_NUMBER_H
#define BENCH_NUMBER_H

#include <stdint.h>

/* A number from @low, which is at least 1, to @high; or 0. */
uint32_t number(const char *text, uint32_t low, uint32_t high);

#endif /* BENCH_NUMBER_H */
