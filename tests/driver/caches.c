// SPDX-License-Identifier: MIT
/* Which kinds and modes there are, what is refused, and what is told of it. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "rings.h"
#include "walk.h"

#define BIT(n)		(1u << (n))
#define WC		BIT(FRAMERING_CACHE_WC)
#define WB		BIT(FRAMERING_CACHE_WB)
#define UC		BIT(FRAMERING_CACHE_UC)

/* For TEST_VARIANTS: a ring without a bus, and one on a card. */
struct place {
	const char *name;
	int pci;
};

static const struct place places[] = { { "platform", 0 }, { "pci", 1 } };

static int open_ring(const struct place *place)
{
	return rings_open(place->pci ? rings_pci() : 0, O_RDWR);
}

/* What should be in QUERY, known from elsewhere. */
static void expect(const struct place *place,
		   uint32_t caches[FRAMERING_MEMORIES])
{
	/* Without PAT the processor has no such type. */
	uint32_t all = WB | UC | (walk_has_pat() ? WC : 0);

	memset(caches, 0, FRAMERING_MEMORIES * sizeof(*caches));
	caches[FRAMERING_MEMORY_DEFAULT] = all;
	caches[FRAMERING_MEMORY_PAGES] = all;
	caches[FRAMERING_MEMORY_VMALLOC] = WB;
	caches[FRAMERING_MEMORY_COHERENT] = WB;
	caches[FRAMERING_MEMORY_BAR] = place->pci ? all : 0;
	caches[FRAMERING_MEMORY_IMPORT] = WB;
}

TEST_VARIANTS(query_of_kinds_and_modes_with_and_without_pat_ok, places)
{
	struct framering_query query = dev_query(open_ring(variant));
	uint32_t want[FRAMERING_MEMORIES];

	expect(variant, want);
	CHECK_MEM_EQ(query.caches, want, sizeof(want));
}

static const uint32_t numbers[] = { 0, 1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 64,
				    UINT32_MAX };
#define NUMBERS		(sizeof(numbers) / sizeof(numbers[0]))

static int has(const uint32_t caches[FRAMERING_MEMORIES], uint32_t memory,
	       uint32_t cache)
{
	/* There are no dma-bufs. */
	if (memory >= FRAMERING_MEMORIES || !caches[memory] ||
	    memory == FRAMERING_MEMORY_IMPORT)
		return 0;
	return cache == FRAMERING_CACHE_DEFAULT ||
	       (cache < 32 && caches[memory] & BIT(cache));
}

static void try(int ring, const uint32_t caches[FRAMERING_MEMORIES],
		uint32_t memory, uint32_t cache)
{
	struct framering_config config = dev_config();
	uint64_t before = dev_query(ring).generation;

	config.memory = memory;
	config.cache = cache;
	if (!has(caches, memory, cache)) {
		CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config),
			    EINVAL);
		CHECK_EQ(dev_query(ring).generation, before);
		return;
	}
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	if (memory)
		CHECK_EQ(config.memory, memory);
	if (cache)
		CHECK_EQ(config.cache, cache);
}

/* What QUERY offers can be had, and nothing else can, with or without PAT. */
TEST_VARIANTS(every_kind_in_every_mode_or_einval_pat_ok, places)
{
	int ring = open_ring(variant);
	uint32_t caches[FRAMERING_MEMORIES];
	size_t memory, cache;

	expect(variant, caches);
	for (memory = 0; memory < NUMBERS; memory++)
		for (cache = 0; cache < NUMBERS; cache++)
			try(ring, caches, numbers[memory], numbers[cache]);
}

TEST_VARIANTS(default_kind_and_mode_with_and_without_pat_ok, places)
{
	struct framering_config config = dev_config();
	int ring = open_ring(variant);

	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(config.memory, variant->pci ? FRAMERING_MEMORY_BAR :
		 FRAMERING_MEMORY_PAGES);
	CHECK_EQ(config.cache, walk_has_pat() ? FRAMERING_CACHE_WC :
		 FRAMERING_CACHE_WB);
}

static const char *const memory_names[FRAMERING_MEMORIES] = {
	[FRAMERING_MEMORY_PAGES] = "pages",
	[FRAMERING_MEMORY_VMALLOC] = "vmalloc",
	[FRAMERING_MEMORY_COHERENT] = "coherent",
	[FRAMERING_MEMORY_BAR] = "bar",
};

static const char *const cache_names[] = {
	[FRAMERING_CACHE_DEFAULT] = "unknown",
	[FRAMERING_CACHE_WC] = "write-combined",
	[FRAMERING_CACHE_WB] = "cached",
	[FRAMERING_CACHE_UC] = "uncached",
};

TEST_VARIANTS(status_query_and_sysfs_say_the_same_ok, dev_kinds)
{
	int ring = kind_open(variant, O_RDWR);
	struct framering_config config = kind_configure(variant, ring);
	struct framering_query query = dev_query(ring);
	struct dev_consumer c = dev_consumer(ring, 0);

	CHECK_EQ(c.status->memory, variant->memory);
	CHECK_EQ(c.status->cache_asked, variant->cache);
	CHECK_EQ(query.memory, variant->memory);
	CHECK_EQ(query.cache_asked, variant->cache);
	CHECK_EQ(query.cache_effective, config.cache_effective);
	CHECK_EQ(c.status->cache_effective, config.cache_effective);
	/* Not zero and not beyond the names: the tables were read. */
	CHECK_GE(config.cache_effective, FRAMERING_CACHE_WC);
	CHECK_LE(config.cache_effective, FRAMERING_CACHE_UC);
	CHECK_STR_EQ(dev_sysfs_text(ring, "memory"),
		     memory_names[variant->memory]);
	CHECK_STR_EQ(dev_sysfs_text(ring, "cache_asked"),
		     cache_names[variant->cache]);
	CHECK_STR_EQ(dev_sysfs_text(ring, "cache"),
		     cache_names[config.cache_effective]);
}
