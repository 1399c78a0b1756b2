// SPDX-License-Identifier: MIT
/* The values of options. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

bool value_number(const char *text, uint64_t min, uint64_t max,
		  uint64_t *number)
{
	unsigned long long n;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || *end || n < min || n > max)
		return false;
	*number = n;
	return true;
}

bool value_real(const char *text, double min, double max, double *number)
{
	char *end;

	*number = strtod(text, &end);
	/* Written so that not-a-number fails as well. */
	return end != text && !*end && *number >= min && *number <= max;
}

bool value_pair(const char *text, char between, uint32_t max, uint32_t pair[2])
{
	const char *second = strchr(text, between);
	size_t length = second ? (size_t)(second - text) : 0;
	uint64_t a, b;
	char first[16];

	if (!second || length >= sizeof(first))
		return false;
	snprintf(first, sizeof(first), "%.*s", (int)length, text);
	if (!value_number(first, 1, max, &a) ||
	    !value_number(second + 1, 1, max, &b))
		return false;
	pair[0] = (uint32_t)a;
	pair[1] = (uint32_t)b;
	return true;
}
