/* SPDX-License-Identifier: MIT */
/* The values of options. */
#ifndef VIEW_VALUE_H
#define VIEW_VALUE_H

#include <stdbool.h>
#include <stdint.h>

/* A decimal number from @min to @max, and nothing after it. */
bool value_number(const char *text, uint64_t min, uint64_t max,
		  uint64_t *number);

/* The same with a point in it. */
bool value_real(const char *text, double min, double max, double *number);

/*
 * Two numbers from 1 to @max with @between between them. If it returns false,
 * @pair is untouched.
 */
bool value_pair(const char *text, char between, uint32_t max, uint32_t pair[2]);

#endif /* VIEW_VALUE_H */
