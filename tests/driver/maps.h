/* SPDX-License-Identifier: MIT */
/* A role with everything mapped that it may map. */
#ifndef TESTS_DRIVER_MAPS_H
#define TESTS_DRIVER_MAPS_H

#include <stddef.h>
#include <stdint.h>

#include <framering.h>

/**
 * struct map - one mapping
 * @region: FRAMERING_REGION_
 * @at: where
 * @bytes: how much
 * @writable: not zero: it is mapped for writing, too
 */
struct map {
	uint32_t region;
	uint8_t *at;
	size_t bytes;
	int writable;
};

/**
 * struct maps - all mappings of a role
 * @role: the role file
 * @count: how many
 * @map: STATUS first
 */
struct maps {
	int role;
	uint32_t count;
	struct map map[FRAMERING_REGIONS + FRAMERING_MAX_SLOTS];
};

extern const char *const region_names[FRAMERING_REGIONS];

/* Attach to @ring as @role; every slot is a mapping of its own. */
struct maps maps_of(int ring, uint32_t role);
/* The same with FRAMERING_ATTACH_ flags. */
struct maps maps_of_flags(int ring, uint32_t role, uint32_t flags);
/* Of a role file that came from elsewhere: at most @most bytes of each part. */
struct maps maps_of_file(int role, size_t most);
/* What one touch of each page gives: @signal, or 0. */
void maps_check(const struct maps *maps, int signal);
/* The mapping of @region, NULL if there is none; of FRAMES, slot 0. */
const struct map *maps_find(const struct maps *maps, uint32_t region);
void maps_unmap(const struct maps *maps);

#endif /* TESTS_DRIVER_MAPS_H */
