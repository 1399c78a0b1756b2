/* SPDX-License-Identifier: GPL-2.0-only */
/* Buffers: what a program of V4L2 maps. */
#ifndef FR_BUFFER_H
#define FR_BUFFER_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/types.h>

#include "range.h"

struct address_space;
struct fr_lease;
struct fr_mem;
struct fr_video;
struct page;
struct vb2_mem_ops;
struct vm_area_struct;

/**
 * struct fr_buffers - the buffers of one open file
 * @video: whose file it is
 * @id: a number that no other open file has; buffers' places in the node's
 *	address space follow from it
 * @mapping: that address space
 * @all: struct fr_buffer; map_lock
 */
struct fr_buffers {
	struct fr_video *video;
	unsigned int id;
	struct address_space *mapping;
	struct list_head all;
};

/**
 * struct fr_buffer - a buffer of V4L2's, which shows one frame after another
 * @refs: held by V4L2's queue and by each VMA
 * @of: whose it is
 * @node: in the list of these; map_lock
 * @range: where it is seen; in the lease's list; map_lock
 * @lease: what it shows; NULL: nothing, and reads as zeros; map_lock
 * @written: by page: what a program has written to instead, or NULL; NULL: it
 *	wrote to none; map_lock
 */
struct fr_buffer {
	refcount_t refs;
	struct fr_buffers *of;
	struct list_head node;
	struct fr_range range;
	struct fr_lease *lease;
	struct page **written;
};

extern const struct vb2_mem_ops fr_buffer_mem_ops;

int fr_buffers_init(struct fr_buffers *buffers, struct fr_video *video,
		    struct address_space *mapping);
void fr_buffers_exit(struct fr_buffers *buffers);
void fr_buffer_store(struct fr_buffer *buffer, struct fr_mem *mem, u32 slot);
void fr_buffers_drop(struct fr_buffers *buffers);
void fr_buffer_show(struct fr_buffer *buffer, struct fr_lease *lease);
void fr_buffer_put(struct fr_buffer *buffer);

/* buffer_vm.c */
int fr_buffer_mmap(void *priv, struct vm_area_struct *vma);

#endif /* FR_BUFFER_H */
