// SPDX-License-Identifier: MIT
/*
 * x86 remembers the memory type of every physical range that is mapped. What
 * is forgotten there when a mapping goes would forbid other modes for ever.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "kind.h"
#include "maps.h"
#include "rings.h"
#include "walk.h"

#define PAGE	4096
#define LIST	"/sys/kernel/debug/x86/pat_memtype_list"

static const struct dev_kind card_kinds[] = {
	{ "vmalloc-cached", FRAMERING_MEMORY_VMALLOC, FRAMERING_CACHE_WB, 1 },
	{ "coherent-cached", FRAMERING_MEMORY_COHERENT, FRAMERING_CACHE_WB,
	  1 },
	{ "bar-write-combined", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WC, 1 },
	{ "bar-cached", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_WB, 1 },
	{ "bar-uncached", FRAMERING_MEMORY_BAR, FRAMERING_CACHE_UC, 1 },
};

/* Entries that lie in BAR @bar of the card. */
static int entries(unsigned int bar)
{
	uint64_t bytes, start = rings_pci_bar(bar, &bytes);
	FILE *file = fopen(LIST, "re");
	unsigned long long from;
	char line[256];
	int found = 0;

	/* Without PAT there is no list. */
	if (!file) {
		CHECK_EQ(errno, ENOENT);
		CHECK(!walk_has_pat());
		return 0;
	}
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "PAT: [mem %llx-", &from) == 1)
			found += from >= start && from - start < bytes;
	fclose(file);
	return found;
}

/* The driver's own mapping, and no user's. */
static void check_entries(const struct dev_kind *kind, const char *what)
{
	int want = kind->memory == FRAMERING_MEMORY_BAR && walk_has_pat();

	if (entries(2) != want || entries(0) != 0)
		FAIL("%s: %d entries for frames, not %d; %d for registers",
		     what, entries(2), want, entries(0));
}

/**
 * struct use - what a process does to its mapping before it ends
 * @name: what
 * @run: does it to three pages at @map
 */
struct use {
	const char *name;
	void (*run)(char *map);
};

static void hole(char *map)
{
	CHECK_OK(munmap(map + PAGE, PAGE));
}

static void head(char *map)
{
	CHECK_OK(munmap(map, PAGE));
}

static void tail(char *map)
{
	CHECK_OK(munmap(map + 2 * PAGE, PAGE));
}

static void protect(char *map)
{
	CHECK_OK(mprotect(map + PAGE, PAGE, PROT_READ));
}

static void forbid(char *map)
{
	CHECK_OK(mprotect(map, 3 * PAGE, PROT_NONE));
}

static void shrink(char *map)
{
	CHECK(mremap(map, 3 * PAGE, PAGE, 0) == map);
}

static void move(char *map)
{
	char *to;

	CHECK_OK(to = mmap(NULL, 3 * PAGE, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK(mremap(map, 3 * PAGE, 3 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		     to) == to);
}

static void nothing(char *map)
{
	(void)map;
}

static const struct use uses[] = {
	{ "nothing", nothing },
	{ "hole", hole },
	{ "head", head },
	{ "tail", tail },
	{ "protect", protect },
	{ "forbid", forbid },
	{ "shrink", shrink },
	{ "move", move },
};

static void use(int ring, const struct use *use)
{
	int status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		struct maps maps = maps_of(ring, FRAMERING_ROLE_PRODUCER);

		use->run((char *)maps_find(&maps, FRAMERING_REGION_FRAMES)->at);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
}

TEST_VARIANTS(memory_types_are_given_back_after_any_use_ok, card_kinds)
{
	int ring = kind_ring(variant);
	size_t i;

	check_entries(variant, "before");
	for (i = 0; i < sizeof(uses) / sizeof(uses[0]); i++) {
		use(ring, &uses[i]);
		check_entries(variant, uses[i].name);
	}
}

/* Revoked first: then nothing is mapped any more when the process ends. */
TEST_VARIANTS(memory_types_are_given_back_after_revocation_ok, card_kinds)
{
	int ring = kind_ring(variant), i, status;
	pid_t pid = fork();

	CHECK_OK(pid);
	if (!pid) {
		struct maps maps = maps_of(ring, FRAMERING_ROLE_CONSUMER);

		hole((char *)maps.map[maps.count - 2].at);
		for (i = 0; i < 3; i++) {
			kind_configure(variant, ring);
			dev_attach(ring, FRAMERING_ROLE_CONSUMER, 0, NULL);
		}
		CHECK_EQ(test_read_fault(maps.map[0].at), SIGBUS);
		_exit(0);
	}
	CHECK_EQ(waitpid(pid, &status, 0), pid);
	CHECK_EQ(status, 0);
	check_entries(variant, "after");
}
