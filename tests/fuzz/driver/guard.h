/* SPDX-License-Identifier: MIT */
/* Memory that may be gone at any moment. */
#ifndef FUZZ_DRIVER_GUARD_H
#define FUZZ_DRIVER_GUARD_H

#include <stddef.h>
#include <stdint.h>

/* Catch SIGSEGV and SIGBUS from now on. */
void guard_init(void);
/* 0, or -EFAULT if one of the two is not there, or not so. */
int guard_copy(volatile void *to, const volatile void *from, size_t bytes);
int guard_fill(volatile void *to, uint8_t value, size_t bytes);

#endif /* FUZZ_DRIVER_GUARD_H */
