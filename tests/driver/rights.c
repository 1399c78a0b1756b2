// SPDX-License-Identifier: MIT
/* What no mapping may become later, whatever its region, kind and mode. */
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"

#define RW	(PROT_READ | PROT_WRITE)

TEST_VARIANTS(mprotect_to_writable_fails, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_CONSUMER);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];

		if (map->writable)
			continue;
		CHECK_ERRNO(mprotect(map->at, map->bytes, RW), EACCES);
		CHECK_EQ(test_read_fault(map->at), 0);
		CHECK_EQ(test_write_fault(map->at), SIGSEGV);
	}
}

TEST_VARIANTS(mprotect_of_what_the_producer_only_reads_fails, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_PRODUCER);
	static const uint32_t regions[] = {
		FRAMERING_REGION_STATUS,
		FRAMERING_REGION_CONSUMER,
	};
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct map *map = maps_find(&maps, regions[i]);

		CHECK_ERRNO(mprotect(map->at, map->bytes, RW), EACCES);
		CHECK_EQ(test_write_fault(map->at), SIGSEGV);
	}
}

TEST_VARIANTS(mprotect_of_a_private_mapping_to_writable_fails, dev_kinds)
{
	int role = dev_attach(kind_ring(variant), FRAMERING_ROLE_PRODUCER, 0,
			      NULL);
	void *map;

	CHECK_OK(map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, role,
			    (off_t)FRAMERING_OFFSET_FRAMES));
	CHECK_ERRNO(mprotect(map, 4096, RW), EACCES);
	CHECK_EQ(test_read_fault(map), 0);
	CHECK_EQ(test_write_fault(map), SIGSEGV);
}

static void check_never_executable(int ring, uint32_t role)
{
	struct maps maps = maps_of(ring, role);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];

		CHECK_ERRNO(mprotect(map->at, map->bytes,
				     PROT_READ | PROT_EXEC), EACCES);
		CHECK_ERRNO(mprotect(map->at, map->bytes, PROT_EXEC), EACCES);
	}
}

TEST_VARIANTS(mprotect_to_executable_fails, dev_kinds)
{
	int ring = kind_ring(variant);

	check_never_executable(ring, FRAMERING_ROLE_PRODUCER);
	check_never_executable(ring, FRAMERING_ROLE_CONSUMER);
}

/* Programs with an executable stack ask for it with every PROT_READ. */
TEST_VARIANTS(read_implies_exec_does_not_make_executable_ok, dev_kinds)
{
	int ring = kind_ring(variant);

	CHECK_OK(personality(PER_LINUX | READ_IMPLIES_EXEC));
	check_never_executable(ring, FRAMERING_ROLE_CONSUMER);
}

TEST_VARIANTS(mremap_to_grow_fails, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_PRODUCER);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];

		CHECK_ERRNO(mremap(map->at, map->bytes, map->bytes + 4096,
				   MREMAP_MAYMOVE), EFAULT);
		CHECK_ERRNO(mremap(map->at, map->bytes, map->bytes + 4096, 0),
			    EFAULT);
		/* Even to a size that there is. */
		if (map->bytes > 4096)
			CHECK_ERRNO(mremap(map->at, 4096, map->bytes,
					   MREMAP_MAYMOVE), EFAULT);
		CHECK_EQ(test_read_fault(map->at), 0);
	}
}

/* An old size of nothing asks for a second mapping of the same. */
TEST_VARIANTS(mremap_to_duplicate_fails, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_PRODUCER);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];

		CHECK_ERRNO(mremap(map->at, 0, map->bytes, MREMAP_MAYMOVE),
			    EFAULT);
		CHECK_ERRNO(mremap(map->at, map->bytes, map->bytes,
				   MREMAP_MAYMOVE | MREMAP_DONTUNMAP), EINVAL);
	}
}

TEST_VARIANTS(dodump_is_refused_fails, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_CONSUMER);
	uint32_t i;

	for (i = 0; i < maps.count; i++)
		CHECK_ERRNO(madvise(maps.map[i].at, maps.map[i].bytes,
				    MADV_DODUMP), EINVAL);
}

static void check_child_has_nothing(const struct maps *maps)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		maps_check(maps, SIGSEGV);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST_VARIANTS(forked_child_inherits_no_mapping_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	struct maps producer = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	struct maps consumer = maps_of(ring, FRAMERING_ROLE_CONSUMER);

	maps_check(&producer, 0);
	maps_check(&consumer, 0);
	check_child_has_nothing(&producer);
	check_child_has_nothing(&consumer);
}
