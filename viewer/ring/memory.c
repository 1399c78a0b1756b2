// SPDX-License-Identifier: MIT
/* Texts about a ring's memory. */
#include <stdio.h>

#include "memory.h"

void memory_cache(char *text, size_t bytes,
		  const struct framering_status *status)
{
	const char *effective = framering_cache_name(status->cache_effective);

	if (status->cache_asked == status->cache_effective)
		snprintf(text, bytes, "%s", effective);
	else
		snprintf(text, bytes, "asked for %s, %s in effect",
			 framering_cache_name(status->cache_asked), effective);
}
