// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness.h"
#include "walk.h"

struct ptwalk walk_at(const volatile void *at, uint32_t limit)
{
	struct ptwalk walk = { .address = (uintptr_t)at, .limit = limit };
	int fd = -1;

	CHECK_OK(fd = open(PTWALK_PATH, O_RDWR | O_CLOEXEC));
	CHECK_OK(ioctl(fd, PTWALK_IOC_LOOK, &walk));
	close(fd);
	CHECK_EQ(walk.user.present, 1);
	return walk;
}

int walk_has_pat(void)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	char line[8192];
	int found = 0;

	CHECK(file);
	while (!found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "flags", 5) && strstr(line, " pat ");
	fclose(file);
	return found;
}

/* The range registers forbid to cache what lies there. */
static int uncachable(uint64_t physical)
{
	FILE *file = fopen("/proc/mtrr", "re");
	unsigned long long base, size;
	char line[256], type[32];
	int found = 0;

	CHECK(file);
	while (!found && fgets(line, sizeof(line), file)) {
		CHECK_EQ(sscanf(line, "reg%*d: base=%llx (%*[^)]), size=%lluMB,"
				" count=%*d: %31s", &base, &size, type), 3);
		found = !strcmp(type, "uncachable") && physical >= base &&
			physical - base < size << 20;
	}
	fclose(file);
	return found;
}

/* The kernel heeds them only if it manages the types of physical ranges. */
uint32_t walk_mode(const struct dev_kind *kind, uint64_t pfn)
{
	if (kind->memory == FRAMERING_MEMORY_BAR &&
	    kind->cache == FRAMERING_CACHE_WB && walk_has_pat() &&
	    uncachable(pfn << 12))
		return FRAMERING_CACHE_UC;
	return kind->cache;
}

uint32_t walk_type(uint32_t cache)
{
	switch (cache) {
	case FRAMERING_CACHE_WC:
		return PTWALK_WC;
	case FRAMERING_CACHE_WB:
		return PTWALK_WB;
	default:
		return PTWALK_UC_MINUS;
	}
}
