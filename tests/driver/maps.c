// SPDX-License-Identifier: MIT
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "maps.h"

#define R	PROT_READ
#define RW	(PROT_READ | PROT_WRITE)

const char *const region_names[FRAMERING_REGIONS] = {
	[FRAMERING_REGION_STATUS] = "STATUS",
	[FRAMERING_REGION_PRODUCER] = "PRODUCER",
	[FRAMERING_REGION_CONSUMER] = "CONSUMER",
	[FRAMERING_REGION_FRAMES] = "FRAMES",
	[FRAMERING_REGION_REGISTERS] = "REGISTERS",
};

static int prot_of(uint32_t region, uint32_t role)
{
	int producer = role == FRAMERING_ROLE_PRODUCER;

	switch (region) {
	case FRAMERING_REGION_STATUS:
		return R;
	case FRAMERING_REGION_CONSUMER:
		return producer ? R : RW;
	default:
		return producer ? RW : R;
	}
}

static void add(struct maps *maps, uint32_t region, uint64_t offset,
		size_t bytes, int prot)
{
	maps->map[maps->count++] = (struct map){
		.region = region,
		.at = dev_map(maps->role, prot, offset, bytes),
		.bytes = bytes,
		.writable = !!(prot & PROT_WRITE),
	};
}

struct maps maps_of_file(int file, size_t most)
{
	struct framering_role_info role = { .size = sizeof(role) };
	const struct framering_status *status;
	struct maps maps = { .role = file };
	uint32_t region, part, parts;

	CHECK_OK(ioctl(file, FRAMERING_IOC_ROLE, &role));
	add(&maps, FRAMERING_REGION_STATUS, FRAMERING_OFFSET_STATUS,
	    FRAMERING_STATUS_BYTES, R);
	status = (const void *)maps.map[0].at;
	for (region = 1; region < FRAMERING_REGIONS; region++) {
		const struct framering_region *r = &status->region[region];
		size_t bytes = r->length < most ? (size_t)r->length : most;

		part = 0;
		parts = r->count;
		if (parts && region == FRAMERING_REGION_CONSUMER) {
			if (role.role == FRAMERING_ROLE_CONSUMER)
				part = role.index;
			parts = part + 1;
		}
		for (; part < parts; part++)
			add(&maps, region, r->offset + part * r->step, bytes,
			    prot_of(region, role.role));
	}
	return maps;
}

struct maps maps_of_flags(int ring, uint32_t role, uint32_t flags)
{
	return maps_of_file(dev_attach(ring, role, flags, NULL), SIZE_MAX);
}

struct maps maps_of(int ring, uint32_t role)
{
	return maps_of_flags(ring, role, 0);
}

void maps_check(const struct maps *maps, int signal)
{
	size_t page = (size_t)getpagesize(), at;
	uint32_t i;

	for (i = 0; i < maps->count; i++) {
		const struct map *map = &maps->map[i];

		for (at = 0; at < map->bytes; at += page) {
			int got = test_read_fault(map->at + at);

			if (got == signal && map->writable)
				got = test_write_fault(map->at + at);
			if (got != signal)
				FAIL("%s byte %zu: signal %d, not %d",
				     region_names[map->region], at, got,
				     signal);
		}
	}
}

const struct map *maps_find(const struct maps *maps, uint32_t region)
{
	uint32_t i;

	for (i = 0; i < maps->count; i++)
		if (maps->map[i].region == region)
			return &maps->map[i];
	return NULL;
}

void maps_unmap(const struct maps *maps)
{
	uint32_t i;

	for (i = 0; i < maps->count; i++)
		CHECK_OK(munmap(maps->map[i].at, maps->map[i].bytes));
}
