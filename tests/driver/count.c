// SPDX-License-Identifier: MIT
/* The number of mappings in sysfs, whatever becomes of them. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"

#define PAGE	4096
#define RW	(PROT_READ | PROT_WRITE)

/* Mappings of role files as the core has them, in this process. */
static long in_maps(void)
{
	FILE *file = fopen("/proc/self/maps", "re");
	char line[512];
	long found = 0;

	CHECK(file);
	while (fgets(line, sizeof(line), file))
		found += !!strstr(line, "[framering]");
	fclose(file);
	return found;
}

/* Both say @count. */
static void check_count(int ring, long count)
{
	CHECK_EQ(in_maps(), count);
	CHECK_EQ(dev_sysfs(ring, "mappings"), count);
}

static char *slot_0(int ring)
{
	int role = dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
	char *map = dev_map(role, RW, FRAMERING_OFFSET_FRAMES, 3 * PAGE);
	int i;

	for (i = 0; i < 3; i++)
		map[i * PAGE] = (char)(i + 1);
	check_count(ring, 1);
	return map;
}

TEST_VARIANTS(mappings_are_counted_over_munmap_in_the_middle_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	char *map = slot_0(ring);

	CHECK_OK(munmap(map + PAGE, PAGE));
	check_count(ring, 2);
	CHECK_EQ(map[0], 1);
	CHECK_EQ(test_read_fault(map + PAGE), SIGSEGV);
	CHECK_EQ(map[2 * PAGE], 3);
	CHECK_OK(munmap(map + 2 * PAGE, PAGE));
	check_count(ring, 1);
	CHECK_OK(munmap(map, PAGE));
	check_count(ring, 0);
}

TEST_VARIANTS(mappings_are_counted_over_mprotect_of_a_part_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	char *map = slot_0(ring);

	CHECK_OK(mprotect(map + PAGE, PAGE, PROT_READ));
	check_count(ring, 3);
	CHECK_EQ(map[PAGE], 2);
	CHECK_EQ(test_write_fault(map + PAGE), SIGSEGV);
	CHECK_EQ(test_write_fault(map + 2 * PAGE), 0);
	CHECK_OK(mprotect(map, 2 * PAGE, PROT_NONE));
	CHECK_EQ(test_read_fault(map), SIGSEGV);
	CHECK_EQ(dev_sysfs(ring, "mappings"), in_maps());
	CHECK_OK(mprotect(map, 3 * PAGE, RW));
	CHECK_EQ(dev_sysfs(ring, "mappings"), in_maps());
	CHECK_EQ(map[0], 1);
	map[PAGE] = 7;
	CHECK_EQ(map[PAGE], 7);
	CHECK_OK(munmap(map, 3 * PAGE));
	check_count(ring, 0);
}

TEST_VARIANTS(mappings_are_counted_over_a_move_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	char *map = slot_0(ring), *to;

	CHECK_OK(to = mmap(NULL, 3 * PAGE, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	/* The last page alone: it splits, and then moves. */
	CHECK(mremap(map + 2 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		     to + PAGE) == to + PAGE);
	check_count(ring, 2);
	CHECK_EQ(to[PAGE], 3);
	CHECK_EQ(test_read_fault(map + 2 * PAGE), SIGSEGV);
	/* Smaller is allowed. */
	CHECK(mremap(map, 2 * PAGE, PAGE, 0) == map);
	check_count(ring, 2);
	CHECK_EQ(map[0], 1);
	CHECK_OK(munmap(map, PAGE));
	CHECK_OK(munmap(to, 3 * PAGE));
	check_count(ring, 0);
}

TEST_VARIANTS(mappings_are_counted_over_fork_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	char *map = slot_0(ring);
	int status;
	pid_t pid;

	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		CHECK_EQ(in_maps(), 0);
		CHECK_EQ(dev_sysfs(ring, "mappings"), 1);
		CHECK_EQ(test_read_fault(map), SIGSEGV);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	check_count(ring, 1);
	CHECK_EQ(map[0], 1);
}

TEST_VARIANTS(mappings_are_counted_over_an_exit_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int status;
	pid_t pid;

	pid = fork();
	CHECK_OK(pid);
	if (!pid) {
		slot_0(ring);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	check_count(ring, 0);
	/* The producer's place is free, too. */
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

TEST_VARIANTS(mapping_that_is_refused_is_not_counted_ok, dev_kinds)
{
	int ring = kind_ring(variant);
	int role = dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);

	CHECK_ERRNO(mmap(NULL, PAGE, RW, MAP_SHARED, role,
			 (off_t)FRAMERING_OFFSET_FRAMES), EACCES);
	check_count(ring, 0);
}
