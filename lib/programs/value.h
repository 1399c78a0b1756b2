/* SPDX-License-Identifier: MIT */
/* Values of options, from text. All return 0, or -EINVAL and change nothing. */
#ifndef PROGRAMS_VALUE_H
#define PROGRAMS_VALUE_H

#include <stdint.h>

/* A decimal number from @min to @max, with nothing before or after it. */
int value_number(const char *text, uint64_t min, uint64_t max,
		 uint64_t *number);

/* WIDTHxHEIGHT */
int value_size(const char *text, uint32_t *width, uint32_t *height);

/* N, N/D or N:D; both at most a thousand million, D not zero. */
int value_rate(const char *text, uint32_t *num, uint32_t *den);

/* An enum framering_memory or an enum framering_cache, by name. */
int value_memory(const char *text, uint32_t *memory);
int value_cache(const char *text, uint32_t *cache);

#endif /* PROGRAMS_VALUE_H */
