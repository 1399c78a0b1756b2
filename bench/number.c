// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdlib.h>

#include "number.h"

uint32_t number(const char *text, uint32_t low, uint32_t high)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (errno || end == text || *end || n < low || n > high)
		return 0;
	return (uint32_t)n;
}
