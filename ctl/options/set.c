// SPDX-License-Identifier: MIT
#include <errno.h>

#include <programs/value.h>

#include "set.h"

int set_flag(void *to, const struct option_entry *entry, const char *text)
{
	(void)text;
	*(uint32_t *)((char *)to + entry->at) = 1;
	return 0;
}

int set_text(void *to, const struct option_entry *entry, const char *text)
{
	if (!*text)
		return -EINVAL;
	*(const char **)((char *)to + entry->at) = text;
	return 0;
}

int set_number(void *to, const struct option_entry *entry, const char *text)
{
	uint64_t number;

	if (value_number(text, entry->min, entry->max, &number))
		return -EINVAL;
	*(uint32_t *)((char *)to + entry->at) = (uint32_t)number;
	return 0;
}

int set_long_number(void *to, const struct option_entry *entry,
		    const char *text)
{
	return value_number(text, entry->min, entry->max,
			    (uint64_t *)((char *)to + entry->at));
}
