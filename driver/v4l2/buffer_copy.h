/* SPDX-License-Identifier: GPL-2.0-only */
/* What devices see of a buffer. */
#ifndef FR_BUFFER_COPY_H
#define FR_BUFFER_COPY_H

#include <linux/dma-direction.h>
#include <linux/list.h>
#include <linux/scatterlist.h>

struct device;
struct fr_buffer;

/**
 * struct fr_buffer_map - a mapping for a device
 * @sgt: what the importer gets
 * @node: in the buffer's list; map_lock
 * @dev: the device
 * @dir: what it may do: read
 */
struct fr_buffer_map {
	struct sg_table sgt;
	struct list_head node;
	struct device *dev;
	enum dma_data_direction dir;
};

int fr_buffer_copy(struct fr_buffer *buffer);

#endif /* FR_BUFFER_COPY_H */
