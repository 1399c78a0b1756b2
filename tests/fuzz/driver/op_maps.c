// SPDX-License-Identifier: MIT
/* Mappings: of everything, over one another, in parts, and moved. */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <framering.h>

#include "ops.h"

#define RW	(PROT_READ | PROT_WRITE)

static uint32_t below(struct worker *w, uint32_t number)
{
	return prng_below(&w->prng, number);
}

/* Consumer 0's page, or that of a later one. */
static uint64_t region(struct worker *w)
{
	static const uint64_t regions[] = {
		FRAMERING_OFFSET_STATUS,
		FRAMERING_OFFSET_PRODUCER,
		FRAMERING_OFFSET_CONSUMER,
		FRAMERING_OFFSET_REGISTERS,
	};
	uint32_t i = below(w, 12);

	if (i < 4)
		return regions[i];
	if (i < 5)
		return FRAMERING_OFFSET_CONSUMER + PAGE * below(w, 4);
	if (i < 6)
		return FRAMERING_OFFSET_META_SLOT(below(w, 4));
	/* The first slots are there most likely. */
	return FRAMERING_OFFSET_SLOT(below(w, prng_one_in(&w->prng, 4) ?
					   FRAMERING_MAX_SLOTS + 1 : 4));
}

static uint64_t offset(struct worker *w)
{
	uint64_t at = region(w);

	if (prng_one_in(&w->prng, 5))
		at += PAGE * below(w, 5);
	if (prng_one_in(&w->prng, 40))
		at = prng_next(&w->prng) & ~(PAGE - 1);
	if (prng_one_in(&w->prng, 60))
		at += 1 + below(w, PAGE - 1);
	return at;
}

static size_t length(struct worker *w)
{
	switch (below(w, 20)) {
	case 0:
		return prng_edge(&w->prng);
	case 1:
		return 1 + below(w, PAGE);
	case 2:
		return PAGE * below(w, 33);
	case 3:
		return PAGE * (900 + below(w, 400));
	case 4:
	case 5:
		return PAGE * (1 + below(w, 3));
	default:
		/* So much there is everywhere. */
		return PAGE;
	}
}

static int protection(struct worker *w)
{
	static const int some[] = {
		PROT_READ, PROT_READ, PROT_READ, PROT_READ, PROT_READ,
		PROT_READ, RW, RW, RW, RW, RW, RW, PROT_WRITE, PROT_NONE,
		PROT_READ | PROT_EXEC, RW | PROT_EXEC,
	};

	return some[below(w, sizeof(some) / sizeof(some[0]))];
}

static int map_flags(struct worker *w)
{
	int flags = MAP_SHARED;

	if (prng_one_in(&w->prng, 8))
		flags = MAP_PRIVATE;
	else if (prng_one_in(&w->prng, 16))
		flags = MAP_SHARED_VALIDATE;
	if (prng_one_in(&w->prng, 8))
		flags |= MAP_POPULATE;
	if (prng_one_in(&w->prng, 40))
		flags |= 1 << (5 + below(w, 16));
	/* These would eat the process's own memory, or be no mapping of ours */
	return flags & ~(MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_LOCKED);
}

static long map_role(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_ROLE);
	uint64_t at = offset(w);
	size_t bytes = length(w);
	int prot = protection(w), flags = map_flags(w);
	uint8_t *place = context_arena_address(w, bytes);

	flags &= ~(MAP_FIXED | MAP_FIXED_NOREPLACE);
	if (place && prng_one_in(&w->prng, 3))
		flags |= MAP_FIXED;
	return ops_map(w, place, bytes, prot, flags, fd, at);
}

/* As a program would that knows what it wants. */
static long map_well(struct worker *w)
{
	struct framering_role_info role = { .size = sizeof(role) };
	int fd = context_pick_file(w, CONTEXT_ROLE), prot = RW;
	uint64_t at = region(w);
	uint8_t *map;

	if (ioctl(fd, FRAMERING_IOC_ROLE, &role))
		return -errno;
	if (at / FRAMERING_OFFSET_CONSUMER == 1)
		at = FRAMERING_OFFSET_CONSUMER + role.index * PAGE;
	if (at == FRAMERING_OFFSET_STATUS ||
	    (at / FRAMERING_OFFSET_CONSUMER == 1) !=
	    (role.role == FRAMERING_ROLE_CONSUMER))
		prot = PROT_READ;
	worker_say(w, " fd %d offset %#llx prot %d", fd,
		   (unsigned long long)at, prot);
	map = mmap(NULL, PAGE, prot, MAP_SHARED, fd, (off_t)at);
	if (map == MAP_FAILED)
		return -errno;
	worker_say(w, " at %#zx", (size_t)map);
	context_keep_map(w, map, PAGE);
	return 0;
}

/* A part of a mapping, in whole pages. */
static uint8_t *part(struct worker *w, size_t *bytes)
{
	uint8_t *at = context_pick_map(w, bytes);
	uint32_t pages = (uint32_t)(*bytes / PAGE), first;

	if (pages > 1 && prng_one_in(&w->prng, 2)) {
		first = below(w, pages);
		at += PAGE * first;
		*bytes = PAGE * (1 + below(w, pages - first));
	}
	worker_say(w, " %#zx+%#zx", (size_t)at, *bytes);
	return at;
}

static long unmap(struct worker *w)
{
	size_t bytes;
	uint8_t *at = part(w, &bytes);

	context_drop_map(w, at, bytes);
	return ops_result(munmap(at, bytes));
}

static long protect(struct worker *w)
{
	size_t bytes;
	uint8_t *at = part(w, &bytes);
	int prot = protection(w);

	worker_say(w, " prot %d", prot);
	return ops_result(mprotect(at, bytes, prot));
}

static long move(struct worker *w)
{
	size_t bytes, now;
	uint8_t *at = part(w, &bytes), *place, *map;
	int flags = MREMAP_MAYMOVE;

	now = bytes;
	if (prng_one_in(&w->prng, 3))
		now = length(w);
	if (prng_one_in(&w->prng, 12))
		bytes = 0;
	place = context_arena_address(w, now);
	if (place && prng_one_in(&w->prng, 2))
		flags |= MREMAP_FIXED;
	if (prng_one_in(&w->prng, 8))
		flags |= MREMAP_DONTUNMAP;
	if (prng_one_in(&w->prng, 8))
		flags = 0;
	worker_say(w, " to %#zx+%#zx flags %d", (size_t)place, now, flags);
	map = mremap(at, bytes, now, flags, place);
	if (map == MAP_FAILED)
		return -errno;
	if (!(flags & MREMAP_DONTUNMAP))
		context_drop_map(w, at, bytes);
	context_keep_map(w, map, now);
	return 0;
}

static long advise(struct worker *w)
{
	/* From DONTNEED to COLLAPSE; neither HWPOISON nor SOFT_OFFLINE. */
	static const int some[] = {
		MADV_NORMAL, MADV_RANDOM, MADV_WILLNEED, MADV_DONTNEED,
		MADV_DONTNEED, MADV_FREE, MADV_REMOVE, MADV_DONTFORK,
		MADV_DOFORK, MADV_DOFORK, MADV_DOFORK, MADV_MERGEABLE,
		MADV_HUGEPAGE, MADV_NOHUGEPAGE, MADV_DONTDUMP, MADV_DODUMP,
		MADV_WIPEONFORK, MADV_KEEPONFORK, MADV_COLD, MADV_PAGEOUT,
		MADV_POPULATE_READ, MADV_POPULATE_WRITE, 24, 25,
	};
	size_t bytes;
	uint8_t *at = part(w, &bytes);
	int advice = some[below(w, sizeof(some) / sizeof(some[0]))];

	worker_say(w, " advice %d", advice);
	return ops_result(madvise(at, bytes, advice));
}

static long sync_or_lock(struct worker *w)
{
	unsigned char pages[8192];
	size_t bytes;
	uint8_t *at = part(w, &bytes);

	switch (below(w, 4)) {
	case 0:
		return ops_result(msync(at, bytes, MS_SYNC));
	case 1:
		return ops_result(mlock(at, bytes));
	case 2:
		return ops_result(munlock(at, bytes));
	default:
		if (bytes / PAGE > sizeof(pages))
			return -EINVAL;
		return ops_result(mincore(at, bytes, pages));
	}
}

static const struct op ops[] = {
	{ "mmap", 100, map_role },
	{ "mmap-well", 100, map_well },
	{ "munmap", 25, unmap },
	{ "mprotect", 25, protect },
	{ "mremap", 25, move },
	{ "madvise", 25, advise },
	{ "sync-or-lock", 8, sync_or_lock },
};

const struct op_group ops_maps = OP_GROUP(ops);
