// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "fixture.h"
#include "harness.h"

int fixture_ring(uint32_t stall_ms)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = stall_ms;
	/* One that a case before started would run on. */
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

void fixture_check_unused(int ring)
{
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}

void fixture_check_new_actor(struct actor *actor,
			     void (*job)(struct actor *self))
{
	actor_start(actor, job);
	actor_expect_frames(actor, 3);
	actor_end(actor);
}

/* What the kernel keeps for the next time is not gone. */
static void drop_caches(void)
{
	FILE *file = fopen("/proc/sys/vm/drop_caches", "we");

	CHECK(file);
	CHECK_GE(fputs("3\n", file), 0);
	CHECK_EQ(fclose(file), 0);
}

/* Free pages that a processor keeps for itself, and that count as used. */
static long per_cpu_free_kb(void)
{
	FILE *file = fopen("/proc/zoneinfo", "re");
	long pages = 0, n;
	char line[128];

	CHECK(file);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " count: %ld", &n) == 1)
			pages += n;
	fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

long fixture_free_memory_kb(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long kb = -1;

	CHECK(file);
	drop_caches();
	while (kb < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "MemAvailable: %ld", &kb);
	fclose(file);
	CHECK_GT(kb, 0);
	return kb + per_cpu_free_kb();
}
