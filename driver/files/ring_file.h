/* SPDX-License-Identifier: GPL-2.0-only */
/* Ring files: what open() of a device node gives. */
#ifndef FR_RING_FILE_H
#define FR_RING_FILE_H

#include <linux/atomic.h>
#include <linux/fs.h>

#include "ring/role.h"
#include "stream.h"

struct fr_node_ops;
struct fr_ring;

/**
 * struct fr_ring_file - an open ring
 * @ring: the ring
 * @opener: what is known of this file
 * @seen: serial of the ring that the last DEMAND gave; see demand.c
 * @times: it asks how long frames take; ring->lock
 * @reader: read()
 * @writer: write()
 */
struct fr_ring_file {
	struct fr_ring *ring;
	struct fr_opener opener;
	atomic64_t seen;
	bool times;
	struct fr_stream reader;
	struct fr_stream writer;
};

extern const struct fr_node_ops fr_ring_node_ops;

struct file *fr_ring_file(struct fr_ring *ring);

#endif /* FR_RING_FILE_H */
