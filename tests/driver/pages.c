// SPDX-License-Identifier: MIT
/* What the page tables really hold, found by the helper module. */
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "../kernel/ptwalk.h"

#define PAGE	4096

static struct ptwalk look(const volatile void *at)
{
	struct ptwalk walk = { .address = (uintptr_t)at };
	int fd = -1;

	CHECK_OK(fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC));
	CHECK_OK(ioctl(fd, PTWALK_IOC_LOOK, &walk));
	close(fd);
	return walk;
}

/* The memory type of a mode; without PAT, write-combined becomes uncached. */
static uint32_t type_of(uint32_t cache, uint64_t pat_msr)
{
	if (cache == FRAMERING_CACHE_WB)
		return PTWALK_WB;
	if (cache == FRAMERING_CACHE_WC && pat_msr)
		return PTWALK_WC;
	return PTWALK_UC_MINUS;
}

/* Every page of a slot: the same type on both sides, and these rights. */
static void check_slot(const volatile uint8_t *slot, uint32_t bytes,
		       uint32_t cache, uint32_t writable)
{
	uint32_t at;

	for (at = 0; at < bytes; at += PAGE) {
		struct ptwalk walk = look(slot + at);
		uint32_t type = type_of(cache, walk.pat_msr);

		if (walk.user.type != type || walk.alias.type != type)
			FAIL("byte %u: user %u, kernel %u, not %u", at,
			     walk.user.type, walk.alias.type, type);
		CHECK_EQ(walk.user.pfn, walk.alias.pfn);
		CHECK_EQ(walk.user.writable, writable);
		CHECK_EQ(walk.user.user, 1);
		CHECK_EQ(walk.user.nx, 1);
	}
}

TEST_VARIANTS(page_tables_hold_what_status_says_ok, dev_caches)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	struct dev_producer p;
	struct dev_consumer c;
	uint64_t pat_msr;
	uint32_t i, effective;

	test_timeout(120);
	config.width = 1920;
	config.height = 270;
	config.cache = variant->cache;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	p = dev_producer(ring);
	c = dev_consumer(ring, 0);
	for (i = 0; i < p.status->slots; i++) {
		check_slot(p.slot[i], p.status->geometry.slot_bytes,
			   variant->cache, 1);
		check_slot(c.slot[i], c.status->geometry.slot_bytes,
			   variant->cache, 0);
	}
	pat_msr = look(p.slot[0]).pat_msr;
	effective = variant->cache;
	if (variant->cache == FRAMERING_CACHE_WC && !pat_msr)
		effective = FRAMERING_CACHE_UC;
	CHECK_EQ(p.status->cache_asked, variant->cache);
	CHECK_EQ(p.status->cache_effective, effective);
	CHECK_EQ(config.cache_effective, effective);
	test_diag("asked for %s: effective mode %u, PAT %#llx", variant->name,
		  effective, (unsigned long long)pat_msr);
}

TEST(control_page_tables_are_cached_and_guarded_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WC);
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
		struct ptwalk walk;

		CHECK_EQ(test_read_fault(pages[i].at), 0);
		walk = look(pages[i].at);
		CHECK_EQ(walk.user.type, PTWALK_WB);
		CHECK_EQ(walk.alias.type, PTWALK_WB);
		CHECK_EQ(walk.user.writable, pages[i].writable);
		CHECK_EQ(walk.user.nx, 1);
	}
}

/* Pages that were given back must not stay write-combined. */
TEST_VARIANTS(page_tables_of_freed_frames_are_cached_again_ok, dev_caches)
{
	const size_t bytes = 512 << 20;
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);
	uint8_t *memory;
	size_t at;

	test_timeout(120);
	config.width = 1920;
	config.height = 1080;
	config.cache = variant->cache;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	config.width = 16;
	config.height = 16;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	/* Most of what is free, and so the old frames too. */
	CHECK_OK(memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1,
			       0));
	for (at = 0; at < bytes; at += 16 * PAGE)
		CHECK_EQ(look(memory + at).alias.type, PTWALK_WB);
}
