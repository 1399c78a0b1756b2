// SPDX-License-Identifier: MIT
#include <errno.h>
#include <sys/mman.h>

#include "ops.h"

static const struct op_group *const groups[] = {
	&ops_files,
	&ops_requests,
	&ops_maps,
	&ops_touch,
	&ops_streams,
	&ops_waits,
	&ops_frames,
	&ops_processes,
	&ops_rings,
	&ops_queues,
	&ops_urings,
	&ops_exports,
	&ops_video,
};
#define GROUPS	(sizeof(groups) / sizeof(groups[0]))

/* The op at @at, if all lay side by side, each as long as its weight. */
static const struct op *find(uint32_t at, uint32_t *total)
{
	size_t i, j;

	*total = 0;
	for (i = 0; i < GROUPS; i++) {
		for (j = 0; j < groups[i]->count; j++) {
			*total += groups[i]->op[j].weight;
			if (at < *total)
				return &groups[i]->op[j];
		}
	}
	return NULL;
}

const struct op *ops_pick(struct prng *prng)
{
	uint32_t total;

	find(UINT32_MAX, &total);
	return find(prng_below(prng, total), &total);
}

long ops_result(long ret)
{
	return ret < 0 ? -errno : ret;
}

long ops_map(struct worker *w, void *place, size_t bytes, int prot, int flags,
	     int fd, uint64_t offset)
{
	void *map;

	worker_say(w, " fd %d offset %#llx bytes %#zx prot %d flags %#x", fd,
		   (unsigned long long)offset, bytes, prot,
		   (unsigned int)flags);
	worker_bound(w);
	map = mmap(place, bytes, prot, flags, fd, (off_t)offset);
	worker_unbound(w);
	if (map == MAP_FAILED)
		return -errno;
	worker_say(w, " at %#zx", (size_t)map);
	context_keep_map(w, map, bytes);
	return 0;
}
