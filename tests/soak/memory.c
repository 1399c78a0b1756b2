// SPDX-License-Identifier: MIT
/* How much memory is in use. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "soak.h"

/* What a driver may leak into; caches are emptied first. */
static const char *const kinds[] = {
	"SUnreclaim:", "KernelStack:", "PageTables:", "VmallocUsed:", "Percpu:",
};

static void drop_caches(void)
{
	FILE *f = fopen("/proc/sys/vm/drop_caches", "w");

	sync();
	CHECK(f);
	CHECK(fputs("3\n", f) >= 0);
	CHECK_EQ(fclose(f), 0);
}

long soak_kernel_kib(void)
{
	char name[64];
	long value, sum = 0;
	size_t i, found = 0;
	FILE *f;

	drop_caches();
	f = fopen("/proc/meminfo", "r");
	CHECK(f);
	while (fscanf(f, "%63s %ld%*[^\n]", name, &value) == 2) {
		for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
			if (!strcmp(name, kinds[i])) {
				sum += value;
				found++;
			}
		}
	}
	fclose(f);
	CHECK_GE(found, 3);
	return sum;
}

/*
 * Its page tables are walked for this. The counter in /proc/PID/statm is up to
 * 64 pages of each task behind before Linux 6.2, 32 of each CPU since.
 */
long soak_process_kib(int pid)
{
	char path[64], line[128];
	long own = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", pid);
	f = fopen(path, "r");
	CHECK(f);
	while (own < 0 && fgets(line, sizeof(line), f))
		sscanf(line, "Anonymous: %ld", &own);
	fclose(f);
	CHECK_GT(own, 0);
	return own;
}
