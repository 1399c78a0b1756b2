// SPDX-License-Identifier: MIT
/*
 * Large blocks of kind "pages" in 2 MiB entries, where the kernel can: from
 * 6.12 on. Elsewhere every entry is of 4 KiB, and all else is the same.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "walk.h"

#define PAGE	4096u
#define HUGE	(2u << 20)
/* 1024x2048 of four bytes: four blocks, if memory is not in pieces. */
#define SLOT	(4 * HUGE)
#define RW	(PROT_READ | PROT_WRITE)

static const struct dev_kind large[] = {
	{ "pages-write-combined", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WC,
	  0 },
	{ "pages-cached", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_WB, 0 },
	{ "pages-uncached", FRAMERING_MEMORY_PAGES, FRAMERING_CACHE_UC, 0 },
};

static uint64_t best_entry(void)
{
	unsigned int major, minor;
	struct utsname name;

	CHECK_OK(uname(&name));
	CHECK_EQ(sscanf(name.release, "%u.%u", &major, &minor), 2);
	return major > 6 || (major == 6 && minor >= 12) ? HUGE : PAGE;
}

/* A producer's role file of a ring whose slots have SLOT bytes. */
static int attach(const struct dev_kind *kind)
{
	struct framering_config config = kind_config(kind);
	int ring = kind_open(kind, O_RDWR);

	config.width = 1024;
	config.height = 2048;
	config.slots = 2;
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	CHECK_EQ(config.geometry.slot_bytes, SLOT);
	return dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

/* Slot 0 at a multiple of 2 MiB, or @off bytes behind one. */
static uint8_t *map_at(int role, int prot, size_t off)
{
	uint8_t *room, *want, *map;

	CHECK_OK(room = mmap(NULL, SLOT + 2 * HUGE, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	want = room + (HUGE - (uintptr_t)room % HUGE) % HUGE + off;
	CHECK_OK(map = mmap(want, SLOT, prot, MAP_SHARED | MAP_FIXED, role,
			    (off_t)FRAMERING_OFFSET_FRAMES));
	return map;
}

static uint32_t *word(uint8_t *map, uint32_t at)
{
	return (uint32_t *)(map + at);
}

/* Two words in each page say which it is. */
static void fill(uint8_t *map)
{
	uint32_t at;

	for (at = 0; at < SLOT; at += PAGE) {
		*word(map, at) = at ^ 0x5a5a5a5a;
		*word(map, at + PAGE - 4) = ~at;
	}
}

static void check(uint8_t *map, uint32_t from, uint32_t to)
{
	uint32_t at;

	for (at = from; at < to; at += PAGE) {
		CHECK_EQ(*word(map, at), at ^ 0x5a5a5a5a);
		CHECK_EQ(*word(map, at + PAGE - 4), ~at);
	}
}

/* How many of the slot's blocks have one entry; types are right anyway. */
static uint32_t count_huge(uint8_t *map, uint32_t cache)
{
	uint32_t at, huge = 0;

	for (at = 0; at < SLOT; at += HUGE / 4) {
		struct ptwalk walk = walk_at(map + at, 0);

		CHECK_EQ(walk.user.type, walk_type(cache));
		CHECK_EQ(walk.alias.type, walk_type(cache));
		CHECK_EQ(walk.alias.pfn, walk.user.pfn);
		CHECK_EQ(walk.user.nx, 1);
		if (at % HUGE)
			continue;
		if (walk.user.bytes != PAGE)
			CHECK_EQ(walk.user.bytes, HUGE);
		huge += walk.user.bytes == HUGE;
	}
	return huge;
}

TEST_VARIANTS(large_slot_has_2_mib_entries_from_6_12_ok, large)
{
	uint8_t *map = map_at(attach(variant), RW, 0);

	fill(map);
	check(map, 0, SLOT);
	if (best_entry() == HUGE)
		CHECK_GE(count_huge(map, variant->cache), 1u);
	else
		CHECK_EQ(count_huge(map, variant->cache), 0);
}

TEST_VARIANTS(mmap_places_large_slots_well_by_itself_ok, large)
{
	int role = attach(variant);
	uint8_t *map = dev_map(role, RW, FRAMERING_OFFSET_FRAMES, SLOT);

	fill(map);
	check(map, 0, SLOT);
	if (best_entry() == HUGE) {
		CHECK_EQ((uintptr_t)map % HUGE, 0);
		CHECK_GE(count_huge(map, variant->cache), 1u);
	}
}

TEST_VARIANTS(large_slot_at_an_odd_address_has_small_entries_ok, large)
{
	uint8_t *map = map_at(attach(variant), RW, PAGE);

	fill(map);
	check(map, 0, SLOT);
	CHECK_EQ(count_huge(map, variant->cache), 0);
}

/* A hole and a change of rights in the middle of an entry. */
TEST_VARIANTS(large_slot_is_split_and_keeps_its_bytes_ok, large)
{
	uint8_t *map = map_at(attach(variant), RW, 0);
	uint32_t block;

	fill(map);
	for (block = 0; block < SLOT; block += 2 * HUGE) {
		uint32_t hole = block + 5 * PAGE;
		uint32_t closed = block + HUGE + 7 * PAGE;

		CHECK_OK(munmap(map + hole, PAGE));
		CHECK_OK(mprotect(map + closed, PAGE, PROT_READ));
		check(map, block, hole);
		check(map, hole + PAGE, block + 2 * HUGE);
		CHECK_EQ(test_read_fault(map + hole), SIGSEGV);
		CHECK_EQ(test_write_fault(map + closed), SIGSEGV);
		*word(map, closed + PAGE) = 1;
		CHECK_EQ(*word(map, closed + PAGE), 1);
	}
	count_huge(map, variant->cache);
}

TEST_VARIANTS(large_slot_moves_with_its_bytes_ok, large)
{
	int role = attach(variant);
	uint8_t *map = map_at(role, RW, 0);
	uint8_t *aligned = map_at(role, PROT_READ, 0);
	uint8_t *odd = map_at(role, PROT_READ, PAGE);

	fill(map);
	CHECK(mremap(map, SLOT, SLOT, MREMAP_MAYMOVE | MREMAP_FIXED, odd) ==
	      odd);
	check(odd, 0, SLOT);
	CHECK(mremap(odd, SLOT, SLOT, MREMAP_MAYMOVE | MREMAP_FIXED, aligned) ==
	      aligned);
	check(aligned, 0, SLOT);
	count_huge(aligned, variant->cache);
}

/* A consumer's entries must not be writable, however large. */
TEST_VARIANTS(large_slot_is_read_only_for_a_consumer_ok, large)
{
	int producer = attach(variant), role;
	uint8_t *out = map_at(producer, RW, 0), *map;
	uint32_t at;

	role = dev_attach(kind_open(variant, O_RDONLY),
			  FRAMERING_ROLE_CONSUMER, 0, NULL);
	map = map_at(role, PROT_READ, 0);
	fill(out);
	check(map, 0, SLOT);
	for (at = 0; at < SLOT; at += HUGE) {
		CHECK_EQ(test_write_fault(map + at), SIGSEGV);
		CHECK_EQ(walk_at(map + at, 0).user.writable, 0);
	}
}

TEST_VARIANTS(large_slot_of_a_revoked_role_sigbus, large)
{
	int ring, role, i;
	uint8_t *map;
	uint32_t at;

	close(attach(variant));
	ring = kind_open(variant, O_RDWR);
	role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	map = map_at(role, PROT_READ, 0);
	for (at = 0; at < SLOT; at += HUGE / 4)
		CHECK_EQ(test_read_fault(map + at), 0);
	for (i = 0; i < 3; i++) {
		kind_configure(variant, ring);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
	for (at = 0; at < SLOT; at += HUGE / 4)
		CHECK_EQ(test_read_fault(map + at), SIGBUS);
}
