// SPDX-License-Identifier: MIT
/* madvise() against what a mapping of ours is spared. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"

static int countable(const struct dev_kind *kind)
{
	return kind->memory == FRAMERING_MEMORY_VMALLOC;
}

/* Newer kernels refuse what 6.12 lets pass. */
static int dofork(const struct map *map)
{
	int ret = madvise(map->at, map->bytes, MADV_DOFORK);

	if (ret)
		CHECK_EQ(errno, EINVAL);
	return !ret;
}

TEST_VARIANTS(dofork_is_refused_but_for_counted_frames_ok, dev_kinds)
{
	struct maps maps = maps_of(kind_ring(variant),
				   FRAMERING_ROLE_CONSUMER);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];

		if (map->region != FRAMERING_REGION_FRAMES ||
		    !countable(variant))
			CHECK_EQ(dofork(map), 0);
	}
}

static const struct dev_kind *vmalloc_kind(void)
{
	uint32_t i;

	for (i = 0; i < DEV_KINDS; i++)
		if (countable(&dev_kinds[i]))
			return &dev_kinds[i];
	FAIL("no such kind");
}

/* The signal that a child gets there. */
static int fork_and_touch(const uint8_t *at)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid)
		_exit(test_read_fault(at));
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void revoke_all(const struct dev_kind *kind, int ring)
{
	int i;

	for (i = 0; i < 3; i++) {
		kind_configure(kind, ring);
		dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
	}
}

/* Sees what the parent has, until that is gone. */
static void run_child(uint8_t *frame, int tell, int told)
{
	char byte = 0;

	CHECK_EQ(frame[5000], 9);
	frame[0] = 8;
	CHECK_EQ(write(tell, &byte, 1), 1);
	CHECK_EQ(read(told, &byte, 1), 1);
	CHECK_EQ(test_read_fault(frame), SIGBUS);
	CHECK_EQ(test_write_fault(frame + 5000), SIGBUS);
	_exit(0);
}

TEST(frames_inherited_by_dofork_are_revoked_with_the_role_sigbus)
{
	const struct dev_kind *kind = vmalloc_kind();
	int ring = kind_ring(kind), status, in[2], out[2];
	struct maps maps = maps_of(ring, FRAMERING_ROLE_PRODUCER);
	const struct map *map = maps_find(&maps, FRAMERING_REGION_FRAMES);
	char byte = 0;
	pid_t pid;

	CHECK_OK(pipe(in));
	CHECK_OK(pipe(out));
	map->at[5000] = 9;
	if (!dofork(map)) {
		CHECK_EQ(fork_and_touch(map->at), SIGSEGV);
		return;
	}
	pid = fork();
	CHECK_OK(pid);
	if (!pid)
		run_child(map->at, out[1], in[0]);
	CHECK_EQ(read(out[0], &byte, 1), 1);
	CHECK_EQ(map->at[0], 8);
	CHECK_EQ(dev_sysfs(ring, "mappings"), maps.count + 1);
	revoke_all(kind, ring);
	CHECK_EQ(write(in[1], &byte, 1), 1);
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	CHECK_EQ(test_read_fault(map->at), SIGBUS);
}

/* Counted pages can be let go of; a touch brings the same back. */
TEST_VARIANTS(dontneed_loses_no_frame_ok, dev_kinds)
{
	struct dev_producer p = dev_producer(kind_ring(variant));
	uint8_t *slot = p.slot[1];

	slot[0] = 1;
	slot[8192] = 3;
	if (countable(variant))
		CHECK_OK(madvise(slot, 3 * 4096, MADV_DONTNEED));
	else
		CHECK_ERRNO(madvise(slot, 3 * 4096, MADV_DONTNEED), EINVAL);
	CHECK_EQ(slot[0], 1);
	CHECK_EQ(slot[8192], 3);
}
