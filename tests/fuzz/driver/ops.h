/* SPDX-License-Identifier: MIT */
/* All that a sequence may do. */
#ifndef FUZZ_DRIVER_OPS_H
#define FUZZ_DRIVER_OPS_H

#include "context.h"
#include "prng.h"

const struct op *ops_pick(struct prng *prng);
/* -errno of a call that gives -1. */
long ops_result(long ret);

/* mmap() of @fd, which is kept among the mappings and told. */
long ops_map(struct worker *worker, void *place, size_t bytes, int prot,
	     int flags, int fd, uint64_t offset);

/* One for each op_*.c. */
extern const struct op_group ops_files, ops_requests, ops_maps, ops_touch,
	ops_streams, ops_waits, ops_frames, ops_processes, ops_rings,
	ops_queues, ops_urings, ops_exports, ops_video;

#endif /* FUZZ_DRIVER_OPS_H */
