// SPDX-License-Identifier: MIT
/* Names of formats, of memory kinds and of cache modes. */
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

const struct framering_format *framering_format_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		const struct framering_format *f = &framering_formats[i];

		if (is_code(f->name, name) || is_code(f->ffmpeg, name))
			return f;
	}
	return NULL;
}

static const char *const memory_names[] = {
	[FRAMERING_MEMORY_PAGES] = "pages",
};

static const char *const cache_names[] = {
	[FRAMERING_CACHE_WC] = "write-combined",
	[FRAMERING_CACHE_WB] = "cached",
	[FRAMERING_CACHE_UC] = "uncached",
};

static const char *name_of(const char *const *names, size_t count, uint32_t i)
{
	return i < count && names[i] ? names[i] : "unknown";
}

const char *framering_memory_name(uint32_t memory)
{
	return name_of(memory_names,
		       sizeof(memory_names) / sizeof(memory_names[0]), memory);
}

const char *framering_cache_name(uint32_t cache)
{
	return name_of(cache_names,
		       sizeof(cache_names) / sizeof(cache_names[0]), cache);
}
