// SPDX-License-Identifier: MIT
/* Structures that are longer or shorter in the program than here. */
#include <errno.h>
#include <string.h>

#include "private.h"

void framering_sized_copy(void *to, size_t to_size, const void *from,
			  size_t from_size)
{
	size_t both = to_size < from_size ? to_size : from_size;

	memcpy(to, from, both);
	memset((uint8_t *)to + both, 0, to_size - both);
}

int framering_sized_check(const void *from, size_t from_size, size_t known)
{
	const uint8_t *byte = from;
	size_t i;

	for (i = known; i < from_size; i++)
		if (byte[i])
			return -E2BIG;
	return 0;
}

uint32_t framering_sized_min(size_t size, size_t known)
{
	return (uint32_t)(size < known ? size : known);
}
