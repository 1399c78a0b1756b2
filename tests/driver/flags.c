// SPDX-License-Identifier: MIT
/* The flags of mappings, as /proc/PID/smaps tells them. See docs/abi.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"
#include "rings.h"

#define FLAG_BYTES	128

/* The line "VmFlags:" of the mapping that begins at @at, in @flags. */
static void read_flags(const void *at, char flags[FLAG_BYTES])
{
	FILE *file = fopen("/proc/self/smaps", "re");
	char line[512], *end;
	int ours = 0;

	CHECK(file);
	while (fgets(line, sizeof(line), file)) {
		uintptr_t start = (uintptr_t)strtoull(line, &end, 16);

		if (*end == '-')
			ours = start == (uintptr_t)at;
		if (ours && !strncmp(line, "VmFlags: ", 9)) {
			line[strcspn(line, "\n")] = '\0';
			CHECK_LT(strlen(line + 9), FLAG_BYTES);
			strcpy(flags, line + 9);
			fclose(file);
			return;
		}
	}
	FAIL("%p is not in smaps", at);
}

static void drop(char *flags, const char *flag)
{
	char *found = strstr(flags, flag);

	if (found)
		memmove(found, found + 3, strlen(found + 3) + 1);
}

/*
 * What is allowed: sh mr, and me nowhere; mw ms where it may be written. What
 * it is: io, pf or mm. What it is spared: dc fork, de mremap, dd core dump; and
 * ar, by which x86 would look for entries that a revocation has taken.
 */
static void expect(const struct map *map, const char *own,
		   char flags[FLAG_BYTES])
{
	snprintf(flags, FLAG_BYTES, "%s%s", map->writable ?
		 "rd wr sh mr mw ms " : "rd sh mr ms ", own);
}

/* By region; kinds of frames differ. */
static const char *own_flags(const struct map *map, uint32_t memory)
{
	switch (map->region) {
	case FRAMERING_REGION_REGISTERS:
		return "pf io dc de dd ";
	case FRAMERING_REGION_FRAMES:
		if (memory == FRAMERING_MEMORY_VMALLOC)
			return "dc de dd mm ";
		return "pf io dc de dd ";
	default:
		return "io dc de dd mm ";
	}
}

static void check(int ring, uint32_t role, uint32_t memory)
{
	struct maps maps = maps_of(ring, role);
	uint32_t i;

	for (i = 0; i < maps.count; i++) {
		const struct map *map = &maps.map[i];
		char want[FLAG_BYTES], got[FLAG_BYTES] = "";

		read_flags(map->at, got);
		/* Written to since the last write to /proc/PID/clear_refs. */
		drop(got, "sd ");
		expect(map, own_flags(map, memory), want);
		if (strcmp(got, want))
			FAIL("%s: \"%s\", not \"%s\"",
			     region_names[map->region], got, want);
	}
	maps_unmap(&maps);
}

TEST_VARIANTS(vm_flags_are_the_documented_ones_ok, dev_kinds)
{
	int ring = kind_ring(variant);

	check(ring, FRAMERING_ROLE_PRODUCER, variant->memory);
	check(ring, FRAMERING_ROLE_CONSUMER, variant->memory);
}
