// SPDX-License-Identifier: MIT
/* mmap() of role files: what is there, what is refused, what is counted. */
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <signal.h>

#include "dev.h"
#include "harness.h"

#define SLOT_BYTES	(64 * 48 * 4)

/* A byte that says which slot and which place it is. */
static uint8_t mark(uint32_t slot, uint32_t i)
{
	return (uint8_t)(slot * 61 + i * 7 + i / 251);
}

TEST_VARIANTS(every_byte_of_every_slot_ok, dev_caches)
{
	int ring = dev_ring(variant->cache);
	struct dev_producer p = dev_producer(ring);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t slot, i;

	for (slot = 0; slot < p.status->slots; slot++)
		for (i = 0; i < SLOT_BYTES; i++)
			p.slot[slot][i] = mark(slot, i);
	framering_store_fence();
	for (slot = 0; slot < p.status->slots; slot++)
		for (i = 0; i < SLOT_BYTES; i++)
			if (c.slot[slot][i] != mark(slot, i))
				FAIL("slot %u byte %u: %u", slot, i,
				     c.slot[slot][i]);
}

TEST_VARIANTS(fresh_frames_are_zero_ok, dev_caches)
{
	uint32_t round, slot, i;

	for (round = 0; round < 3; round++) {
		int ring = dev_ring(variant->cache);
		int role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);

		for (slot = 0; slot < 4; slot++) {
			uint8_t *map = dev_map(role, PROT_READ | PROT_WRITE,
					       FRAMERING_OFFSET_SLOT(slot),
					       SLOT_BYTES);

			for (i = 0; i < SLOT_BYTES; i++)
				CHECK_EQ(map[i], 0);
			memset(map, 0xa5, SLOT_BYTES);
			CHECK_OK(munmap(map, SLOT_BYTES));
		}
		close(role);
		close(ring);
	}
}

/**
 * struct refusal - a mapping that must be refused
 * @name: what is wrong with it
 * @role: whose role file
 * @prot: protection
 * @flags: MAP_ flags
 * @offset: offset
 * @pages: length in pages
 * @error: the errno that is expected
 */
struct refusal {
	const char *name;
	uint32_t role;
	int prot;
	int flags;
	uint64_t offset;
	size_t pages;
	int error;
};

#define PRODUCER	FRAMERING_ROLE_PRODUCER
#define CONSUMER	FRAMERING_ROLE_CONSUMER
#define R	PROT_READ
#define RW	(PROT_READ | PROT_WRITE)
#define RX	(PROT_READ | PROT_EXEC)

static const struct refusal refusals[] = {
	{ "length_0", CONSUMER, R, MAP_SHARED, 0, 0, EINVAL },
	{ "status_too_long", CONSUMER, R, MAP_SHARED, 0, 2, EINVAL },
	{ "status_past_end", CONSUMER, R, MAP_SHARED, 4096, 1, EINVAL },
	{ "status_written", CONSUMER, RW, MAP_SHARED, 0, 1, EACCES },
	{ "status_written_by_producer", PRODUCER, RW, MAP_SHARED, 0, 1,
	  EACCES },
	{ "status_executed", CONSUMER, RX, MAP_SHARED, 0, 1, EPERM },
	{ "status_private_written", CONSUMER, RW, MAP_PRIVATE, 0, 1, EACCES },
	{ "unaligned", CONSUMER, R, MAP_SHARED, 100, 1, EINVAL },
	{ "between_regions", CONSUMER, R, MAP_SHARED, 0x8000000, 1, EINVAL },
	{ "producer_too_long", PRODUCER, RW, MAP_SHARED,
	  FRAMERING_OFFSET_PRODUCER, 3, EINVAL },
	{ "producer_end", PRODUCER, RW, MAP_SHARED,
	  FRAMERING_OFFSET_PRODUCER + 8192, 1, EINVAL },
	{ "producer_written_by_consumer", CONSUMER, RW, MAP_SHARED,
	  FRAMERING_OFFSET_PRODUCER, 2, EACCES },
	{ "producer_private", PRODUCER, RW, MAP_PRIVATE,
	  FRAMERING_OFFSET_PRODUCER, 2, EINVAL },
	{ "consumer_of_another", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_CONSUMER + 4096, 1, EINVAL },
	{ "consumer_two", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_CONSUMER, 2, EINVAL },
	{ "consumer_written_by_producer", PRODUCER, RW, MAP_SHARED,
	  FRAMERING_OFFSET_CONSUMER, 1, EACCES },
	{ "consumer_33", PRODUCER, R, MAP_SHARED,
	  FRAMERING_OFFSET_CONSUMER + 32 * 4096, 1, EINVAL },
	{ "registers", PRODUCER, R, MAP_SHARED,
	  FRAMERING_OFFSET_REGISTERS, 1, EINVAL },
	{ "frame_too_long", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_FRAMES, 4, EINVAL },
	{ "frame_tail_too_long", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_FRAMES + 8192, 2, EINVAL },
	{ "frame_end", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_FRAMES + 3 * 4096, 1, EINVAL },
	{ "frame_written_by_consumer", CONSUMER, RW, MAP_SHARED,
	  FRAMERING_OFFSET_FRAMES, 3, EACCES },
	{ "frame_private_written", PRODUCER, RW, MAP_PRIVATE,
	  FRAMERING_OFFSET_FRAMES, 3, EINVAL },
	{ "frame_executed", PRODUCER, RX, MAP_SHARED,
	  FRAMERING_OFFSET_FRAMES, 3, EPERM },
	{ "slot_4_of_4", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_SLOT(4), 1, EINVAL },
	{ "slot_far_away", CONSUMER, R, MAP_SHARED,
	  FRAMERING_OFFSET_SLOT(1 << 20), 1, EINVAL },
	{ "last_page_of_all", CONSUMER, R, MAP_SHARED,
	  0x7ffffffffffff000, 1, EINVAL },
	{ "huge", CONSUMER, R, MAP_SHARED, FRAMERING_OFFSET_FRAMES, 1 << 22,
	  EINVAL },
};

TEST_VARIANTS(mapping_is_refused_fails, refusals)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, variant->role, 0, NULL);
	void *map;

	errno = 0;
	map = mmap(NULL, variant->pages * 4096, variant->prot, variant->flags,
		   role, (off_t)variant->offset);
	CHECK(map == MAP_FAILED);
	/* offset + length over the end of all offsets is the core's to say */
	if (errno == EOVERFLOW)
		return;
	CHECK_EQ(errno, variant->error);
}

/* A consumer's mapping of each region, and then what it must not become. */
static const uint64_t regions[] = {
	FRAMERING_OFFSET_STATUS,
	FRAMERING_OFFSET_PRODUCER,
	FRAMERING_OFFSET_FRAMES,
};

TEST(mprotect_to_writable_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, CONSUMER, 0, NULL);
	size_t i;

	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		void *map = dev_map(role, PROT_READ, regions[i], 4096);

		CHECK_ERRNO(mprotect(map, 4096, RW), EACCES);
		CHECK_EQ(test_write_fault(map), SIGSEGV);
	}
}

TEST(mprotect_of_a_private_mapping_to_writable_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	void *map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, role,
			 (off_t)FRAMERING_OFFSET_FRAMES);

	CHECK(map != MAP_FAILED);
	CHECK_ERRNO(mprotect(map, 4096, RW), EACCES);
}

TEST(mprotect_to_executable_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	size_t i;

	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		void *map = dev_map(role, PROT_READ, regions[i], 4096);

		CHECK_ERRNO(mprotect(map, 4096, RX), EACCES);
	}
}

TEST(mremap_to_grow_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	void *map = dev_map(role, RW, FRAMERING_OFFSET_FRAMES, 4096);
	void *grown = mremap(map, 4096, 3 * 4096, MREMAP_MAYMOVE);

	CHECK(grown == MAP_FAILED);
	CHECK_EQ(errno, EFAULT);
}

TEST(dofork_and_dodump_are_refused_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, CONSUMER, 0, NULL);
	size_t i;

	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		void *map = dev_map(role, PROT_READ, regions[i], 4096);

		CHECK_ERRNO(madvise(map, 4096, MADV_DOFORK), EINVAL);
		CHECK_ERRNO(madvise(map, 4096, MADV_DODUMP), EINVAL);
	}
}

TEST(mappings_are_counted_over_split_move_and_fork_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	char *map;
	int status;
	pid_t pid;

	CHECK_EQ(dev_sysfs("mappings"), 0);
	map = dev_map(role, RW, FRAMERING_OFFSET_FRAMES, 3 * 4096);
	CHECK_EQ(dev_sysfs("mappings"), 1);
	map[0] = 1;
	map[8192] = 3;
	/* A hole in the middle leaves two. */
	CHECK_OK(munmap(map + 4096, 4096));
	CHECK_EQ(dev_sysfs("mappings"), 2);
	CHECK_EQ(map[8192], 3);
	CHECK_EQ(test_read_fault(map + 4096), SIGSEGV);
	/* A move makes one and ends one. */
	map = mremap(map + 8192, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED,
		     map + (1 << 20));
	CHECK(map != MAP_FAILED);
	CHECK_EQ(dev_sysfs("mappings"), 2);
	CHECK_EQ(map[0], 3);
	/* A child has none of them. */
	pid = fork();
	CHECK_OK(pid);
	if (!pid)
		_exit(dev_sysfs("mappings") == 2 &&
		      test_read_fault(map) == SIGSEGV ? 0 : 1);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	CHECK_EQ(dev_sysfs("mappings"), 2);
	CHECK_OK(munmap(map, 4096));
	CHECK_EQ(dev_sysfs("mappings"), 1);
}

TEST(mapping_alone_keeps_the_role_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_DEFAULT);
	int role = dev_attach(ring, PRODUCER, 0, NULL);
	char *map = dev_map(role, RW, FRAMERING_OFFSET_FRAMES, 3 * 4096);

	close(role);
	map[5] = 7;
	CHECK_EQ(map[5], 7);
	CHECK(dev_query(ring).state & FRAMERING_STATE_PRODUCER);
	CHECK_OK(munmap(map, 3 * 4096));
	CHECK(!(dev_query(ring).state & FRAMERING_STATE_PRODUCER));
}
