// SPDX-License-Identifier: MIT
/* Names of formats and of cache modes. */
#include <string.h>
#include <strings.h>

#include "private.h"

/* The same but for upper and lower case and blanks at the end of @code. */
static int is_code(const char *code, const char *name)
{
	size_t length = strlen(name);

	return length && strncasecmp(code, name, length) == 0 &&
	       code[length + strspn(code + length, " ")] == '\0';
}

uint32_t framering_fourcc_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];

		if (is_code(f->name, name) || is_code(f->ffmpeg, name))
			return f->fourcc;
	}
	return 0;
}

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
