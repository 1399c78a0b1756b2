// SPDX-License-Identifier: MIT
/* Names of cache modes. */
#include "private.h"

static const char *const cache_names[] = {
	[FRAMERING_CACHE_WC] = "write-combined",
	[FRAMERING_CACHE_WB] = "cached",
	[FRAMERING_CACHE_UC] = "uncached",
};

const char *framering_cache_name(uint32_t cache)
{
	return cache < sizeof(cache_names) / sizeof(cache_names[0]) &&
	       cache_names[cache] ? cache_names[cache] : "unknown";
}
