// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "scene.h"

int scene_ring(uint32_t stall_ms)
{
	struct framering_config config = dev_config();
	int ring = dev_open(O_RDWR);

	config.stall_ms = stall_ms;
	/* One that a case before started would run on. */
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
	return ring;
}

void scene_check_empty(int ring)
{
	CHECK_EQ(dev_sysfs(ring, "consumers"), 0);
	CHECK_EQ(dev_sysfs(ring, "producer"), 0);
	CHECK_EQ(dev_sysfs(ring, "mappings"), 0);
}

void scene_newcomer(struct party *party, void (*job)(struct party *me))
{
	party_start(party, job);
	party_expect(party, 3);
	party_end(party);
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
static long kept_kb(void)
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

long scene_memory_kb(void)
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
	return kb + kept_kb();
}
