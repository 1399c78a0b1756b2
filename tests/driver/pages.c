// SPDX-License-Identifier: MIT
/* What the page tables really hold, found by the helper module. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "walk.h"

#define PAGE	4096
#define RW	(PROT_READ | PROT_WRITE)

/* How many mappings in the kernel's vmalloc range a kind has. */
static uint32_t aliases_of(uint32_t memory)
{
	/* Its own, or that of ioremap(). Others use the direct map. */
	return memory == FRAMERING_MEMORY_VMALLOC ||
	       memory == FRAMERING_MEMORY_BAR;
}

/* Each mapping of the page there is: of one type. */
static void check_page(const volatile uint8_t *at, uint32_t memory,
		       uint32_t type, uint32_t writable, uint32_t limit)
{
	struct ptwalk walk = walk_at(at, limit);

	CHECK_EQ(walk.user.type, type);
	CHECK_EQ(walk.user.writable, writable);
	CHECK_EQ(walk.user.user, 1);
	CHECK_EQ(walk.user.nx, 1);
	/* A card's memory is none of the system's. */
	CHECK_EQ(walk.alias.present, memory != FRAMERING_MEMORY_BAR);
	if (walk.alias.present) {
		CHECK_EQ(walk.alias.type, type);
		CHECK_EQ(walk.alias.pfn, walk.user.pfn);
	}
	if (!limit)
		return;
	CHECK_EQ(walk.aliases, aliases_of(memory));
	CHECK_EQ(walk.alias_types, walk.aliases ? 1u << type : 0);
}

/* Every page; to search all the kernel for others, only a few of them. */
static void check_slot(const volatile uint8_t *slot, uint32_t bytes,
		       uint32_t memory, uint32_t type, uint32_t writable)
{
	uint32_t at, last = bytes - PAGE;

	for (at = 0; at < bytes; at += PAGE)
		check_page(slot + at, memory, type, writable,
			   at == 0 || at == last ? PTWALK_ALL : 0);
}

/* Before a touch there may be nothing: some are mapped then. */
static void touch(const volatile uint8_t *slot, uint32_t bytes)
{
	uint32_t at;

	for (at = 0; at < bytes; at += PAGE)
		(void)slot[at];
}

TEST_VARIANTS(page_tables_hold_what_status_says_ok, dev_kinds)
{
	struct framering_config config = kind_config(variant);
	int ring = kind_open(variant, O_RDWR);
	struct dev_producer p;
	struct dev_consumer c;
	uint32_t i, mode, bytes;

	test_timeout(120);
	config.width = 640;
	config.height = 202;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	bytes = config.geometry.slot_bytes;
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	touch(p.slot[0], bytes);
	mode = walk_mode(variant, walk_at(p.slot[0], 0).user.pfn);
	for (i = 0; i < p.status->slots; i++) {
		touch(p.slot[i], bytes);
		touch(c.slot[i], bytes);
		check_slot(p.slot[i], bytes, variant->memory, walk_type(mode),
			   1);
		check_slot(c.slot[i], bytes, variant->memory, walk_type(mode),
			   0);
	}
	CHECK_EQ(p.status->cache_asked, variant->cache);
	CHECK_EQ(p.status->cache_effective, mode);
	CHECK_EQ(config.cache_effective, mode);
	test_diag("%s: effective mode %u, PAT %#llx", variant->name, mode,
		  (unsigned long long)walk_at(p.slot[0], 0).pat_msr);
}

TEST(control_page_tables_are_cached_and_guarded_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	const struct {
		const volatile void *at;
		uint32_t writable;
	} pages[] = {
		{ p.status, 0 },
		{ p.ring.page, 1 },
		{ p.ring.desc, 1 },
		{ p.ring.consumer[c.index], 0 },
		{ c.status, 0 },
		{ c.ring.producer, 0 },
		{ c.ring.desc, 0 },
		{ c.ring.page, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		CHECK_EQ(test_read_fault(pages[i].at), 0);
		check_page(pages[i].at, FRAMERING_MEMORY_PAGES, PTWALK_WB,
			   pages[i].writable, PTWALK_ALL);
	}
}

/* Pages that were given back must not stay write-combined. */
TEST(page_tables_of_freed_frames_are_cached_again_ok)
{
	const size_t bytes = 512 << 20;
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	uint8_t *memory;
	uint32_t cache;
	size_t at;

	test_timeout(120);
	config.width = 1920;
	config.height = 1080;
	for (cache = 1; cache < 32; cache++) {
		if (!(dev_query(ring).caches[FRAMERING_MEMORY_PAGES] &
		      1u << cache))
			continue;
		config.cache = cache;
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	}
	config.width = 16;
	config.height = 16;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	/* Most of what is free, and so the old frames too. */
	CHECK_OK(memory = mmap(NULL, bytes, RW, MAP_PRIVATE | MAP_ANONYMOUS |
			       MAP_POPULATE, -1, 0));
	for (at = 0; at < bytes; at += 16 * PAGE)
		CHECK_EQ(walk_at(memory + at, 0).alias.type, PTWALK_WB);
}
