/* SPDX-License-Identifier: MIT */
/* iceoryx's daemon, which owns the memory: one for a run of the benchmark. */
#ifndef BENCH_ICEORYX_ROUDI_H
#define BENCH_ICEORYX_ROUDI_H

#include <stddef.h>

/* What processes of the benchmark are called there: by role and number. */
#define ROUDI_NAME_BYTES	40
void roudi_name(char name[ROUDI_NAME_BYTES], char role, unsigned int number);

/* As struct system's check, begin and end. */
int roudi_check(const char **why);
int roudi_begin(void);
void roudi_end(void);

#endif /* BENCH_ICEORYX_ROUDI_H */
