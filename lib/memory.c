// SPDX-License-Identifier: MIT
/* Memory kinds: their names, and why one of them cannot be had. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "private.h"

#define ELEMENTS(array)	(sizeof(array) / sizeof((array)[0]))
#define PROCESSOR	" here (the processor or the architecture cannot)"
/* The cache modes that have names. */
#define CACHES	(1U << FRAMERING_CACHE_WC | 1U << FRAMERING_CACHE_WB | \
		 1U << FRAMERING_CACHE_UC)

/**
 * struct kind - a memory kind
 * @name: its name
 * @limit: follows "cannot be write-combined": what sets that limit
 */
struct kind {
	const char *name;
	const char *limit;
};

static const struct kind kinds[FRAMERING_MEMORIES] = {
	[FRAMERING_MEMORY_DEFAULT] = { NULL, PROCESSOR },
	[FRAMERING_MEMORY_PAGES] = { "pages", PROCESSOR },
	[FRAMERING_MEMORY_VMALLOC] = { "vmalloc", "" },
	[FRAMERING_MEMORY_COHERENT] = { "coherent",
					" here (the platform decides)" },
	[FRAMERING_MEMORY_BAR] = { "bar", PROCESSOR },
	[FRAMERING_MEMORY_IMPORT] = { "import", "" },
};

/* Errors that have a reason of their own with a kind. */
static const struct {
	uint32_t memory;
	int error;
	const char *text;
} texts[] = {
	{ FRAMERING_MEMORY_COHERENT, ENOMEM,
	  "not enough memory in one piece (without IOMMU or CMA a slot of "
	  "memory kind coherent has at most 4 MiB); make the frames smaller "
	  "or take memory kind pages" },
	{ FRAMERING_MEMORY_BAR, EFBIG,
	  "more than the device's memory holds; make the frames smaller, ask "
	  "for fewer slots or take memory kind pages" },
	{ FRAMERING_MEMORY_BAR, ENOMEM,
	  "no room in the device's memory beside the frames that are there "
	  "now; make the frames smaller, ask for fewer slots or take memory "
	  "kind pages" },
	{ FRAMERING_MEMORY_IMPORT, EINVAL,
	  "these are no dma-bufs for memory kind import; make it as many as "
	  "there are slots, each as large as a slot, none twice, and none a "
	  "ring's slot" },
	{ FRAMERING_MEMORY_IMPORT, EACCES,
	  "a dma-buf is not open for reading and writing; memory kind import "
	  "takes no other" },
	{ FRAMERING_MEMORY_IMPORT, EOPNOTSUPP,
	  "a dma-buf's driver may move its memory, or shares it with devices "
	  "alone; allocate it from a dma-heap or udmabuf" },
};

/* What framering_config_error_text() gives; it grows by add(). */
static _Thread_local char line[256];

const char *framering_memory_name(uint32_t memory)
{
	return memory < FRAMERING_MEMORIES && kinds[memory].name ?
	       kinds[memory].name : "unknown";
}

__attribute__((format(printf, 1, 2)))
static void add(const char *format, ...)
{
	size_t length = strlen(line);
	va_list args;

	va_start(args, format);
	vsnprintf(line + length, sizeof(line) - length, format, args);
	va_end(args);
}

/* "pages, vmalloc and coherent": what @name calls the bits of @set. */
static void add_list(uint32_t set, const char *(*name)(uint32_t),
		     const char *last)
{
	const char *before = "";

	for (; set; set &= set - 1) {
		add("%s%s", before, name((uint32_t)__builtin_ctz(set)));
		before = __builtin_popcount(set) > 2 ? ", " : last;
	}
}

/* A number that has no name is one of a newer release, or none at all. */
static void add_kind(uint32_t memory)
{
	if (memory < FRAMERING_MEMORIES && kinds[memory].name)
		add("memory kind %s", kinds[memory].name);
	else
		add("memory kind %u", memory);
}

static const char *no_kind(const struct framering_query *query, uint32_t memory)
{
	uint32_t set = 0, i;

	for (i = 0; i < FRAMERING_MEMORIES; i++)
		if (query->caches[i] && kinds[i].name)
			set |= 1U << i;
	if (!set)
		return NULL;
	add("this ring has no ");
	add_kind(memory);
	add("; it has ");
	add_list(set, framering_memory_name, " and ");
	return line;
}

static const char *no_cache(uint32_t memory, uint32_t cache, uint32_t caches)
{
	if (memory == FRAMERING_MEMORY_DEFAULT)
		add("the default memory kind");
	else
		add_kind(memory);
	if (cache < 32 && 1U << cache & CACHES)
		add(" cannot be %s", framering_cache_name(cache));
	else
		add(" cannot have cache mode %u", cache);
	add("%s; it can ", kinds[memory].limit ? kinds[memory].limit : "");
	if (__builtin_popcount(caches) == 1)
		add("only ");
	add("be ");
	add_list(caches, framering_cache_name, " or ");
	return line;
}

/* NULL: it is not the memory kind or the cache mode. */
static const char *invalid(const struct framering_query *query,
			   uint32_t memory, uint32_t cache)
{
	uint32_t caches;

	if (memory >= FRAMERING_MEMORIES || !query->caches[memory])
		return no_kind(query, memory);
	caches = query->caches[memory];
	if (cache == FRAMERING_CACHE_DEFAULT ||
	    (cache < 32 && caches & 1U << cache) || !(caches & CACHES))
		return NULL;
	return no_cache(memory, cache, caches & CACHES);
}

const char *
framering_config_error_text_sized(struct framering *ring,
				  const struct framering_config *config,
				  size_t size, int error)
{
	struct framering_query query;
	struct framering_config c;
	const char *text = NULL;
	size_t i;

	line[0] = '\0';
	framering_sized_copy(&c, sizeof(c), config, size);
	if (error == -EINVAL &&
	    !framering_query_sized(ring, &query, sizeof(query)))
		text = invalid(&query, c.memory, c.cache);
	for (i = 0; i < ELEMENTS(texts) && !text; i++)
		if (texts[i].memory == c.memory && texts[i].error == -error)
			text = texts[i].text;
	return text ? text : framering_error_text(error);
}
