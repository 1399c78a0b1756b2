// SPDX-License-Identifier: MIT
/* Values of options, from text. */
#include <ctype.h>
#include <errno.h>
#include <libframering.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

#define RATE_LIMIT	1000000000U
/* Six digits. */
#define MAX_DECIMALS	1000000U

/* The number at the start of @text; @end gets what follows it. */
static int leading_number(const char *text, uint64_t min, uint64_t max,
			  uint64_t *number, char **end)
{
	unsigned long long value;

	/* strtoull() also takes blanks and signs. */
	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, end, 10);
	if (errno || value < min || value > max)
		return -EINVAL;
	*number = value;
	return 0;
}

int value_number(const char *text, uint64_t min, uint64_t max,
		 uint64_t *number)
{
	uint64_t value;
	char *end;

	if (leading_number(text, min, max, &value, &end) || *end)
		return -EINVAL;
	*number = value;
	return 0;
}

int value_size(const char *text, uint32_t *width, uint32_t *height)
{
	uint64_t w, h;
	char *end;

	if (leading_number(text, 1, FRAMERING_MAX_SIDE, &w, &end) ||
	    *end != 'x' || value_number(end + 1, 1, FRAMERING_MAX_SIDE, &h))
		return -EINVAL;
	*width = (uint32_t)w;
	*height = (uint32_t)h;
	return 0;
}

/* The digits after a point, as *@n in *@d; @end gets what follows them. */
static int decimals(const char *text, uint64_t *n, uint64_t *d, char **end)
{
	uint64_t whole = *n;

	*d = 1;
	for (; isdigit((unsigned char)*text); text++) {
		*d *= 10;
		*n = *n * 10 + (uint64_t)(*text - '0');
		if (*d > MAX_DECIMALS)
			return -EINVAL;
	}
	if (*d == 1 || whole > RATE_LIMIT / MAX_DECIMALS)
		return -EINVAL;
	*end = (char *)text;
	return 0;
}

/*
 * What is written 29.97 is 30000/1001, and so are its like: of two decimals or
 * more, a rate that is no other number rounded.
 */
static void exact(uint64_t *n, uint64_t *d)
{
	uint64_t whole = (*n * 1001 + *d * 500) / (*d * 1000);
	uint64_t scaled = whole * 1000 * *d, got = *n * 1001;
	uint64_t off = scaled > got ? scaled - got : got - scaled;

	if (*d < 100 || !(*n % *d) || 2 * off > 1001)
		return;
	*n = whole * 1000;
	*d = 1001;
}

int value_rate(const char *text, uint32_t *num, uint32_t *den)
{
	uint64_t n, d = 1, divisor = 1;
	char *end;

	if (leading_number(text, 0, RATE_LIMIT, &n, &end))
		return -EINVAL;
	if (*end == '.') {
		if (decimals(end + 1, &n, &d, &end))
			return -EINVAL;
		exact(&n, &d);
	}
	if (*end == '/' || *end == ':') {
		if (value_number(end + 1, 1, RATE_LIMIT / d, &divisor))
			return -EINVAL;
	} else if (*end) {
		return -EINVAL;
	}
	*num = (uint32_t)n;
	*den = (uint32_t)(d * divisor);
	return 0;
}

int value_memory(const char *text, uint32_t *memory)
{
	uint32_t i;

	if (!strcmp(text, "default")) {
		*memory = FRAMERING_MEMORY_DEFAULT;
		return 0;
	}
	for (i = 1; i < FRAMERING_MEMORIES; i++)
		if (!strcmp(text, framering_memory_name(i)) &&
		    strcmp(text, "unknown")) {
			*memory = i;
			return 0;
		}
	return -EINVAL;
}

static const struct {
	const char *name;
	uint32_t cache;
} caches[] = {
	{ "default", FRAMERING_CACHE_DEFAULT },
	{ "write-combined", FRAMERING_CACHE_WC },
	{ "wc", FRAMERING_CACHE_WC },
	{ "cached", FRAMERING_CACHE_WB },
	{ "wb", FRAMERING_CACHE_WB },
	{ "uncached", FRAMERING_CACHE_UC },
	{ "uc", FRAMERING_CACHE_UC },
};

int value_cache(const char *text, uint32_t *cache)
{
	size_t i;

	for (i = 0; i < sizeof(caches) / sizeof(caches[0]); i++)
		if (!strcmp(text, caches[i].name)) {
			*cache = caches[i].cache;
			return 0;
		}
	return -EINVAL;
}
