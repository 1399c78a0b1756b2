/* SPDX-License-Identifier: GPL-2.0-only */
/* Buffers: what a program of V4L2 maps. */
#ifndef FR_BUFFER_H
#define FR_BUFFER_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include "range.h"

struct address_space;
struct fr_lease;
struct fr_mem;
struct fr_picture;
struct fr_video;
struct page;
struct dma_buf;
struct vb2_buffer;
struct vb2_mem_ops;
struct vm_area_struct;

/**
 * struct fr_buffers - the buffers of one open file
 * @video: whose file it is
 * @id: a number that no other open file has; buffers' places in the node's
 *	address space follow from it
 * @mapping: that address space
 * @uid: for whom memory is counted
 * @all: struct fr_buffer; map_lock
 */
struct fr_buffers {
	struct fr_video *video;
	unsigned int id;
	struct address_space *mapping;
	kuid_t uid;
	struct list_head all;
};

/**
 * struct fr_buffer - a buffer of V4L2's, which shows one frame after another
 * @refs: held by V4L2's queue, by each VMA and by each dma-buf
 * @video: the ring's
 * @uid: for whom memory is counted
 * @node: in the open file's list; map_lock
 * @range: where it is seen at the node; in @ranges and in the lease's list
 * @ranges: all struct fr_range where it is seen: those of dma-bufs, too;
 *	map_lock
 * @pages: its size
 * @entered: there may be entries in page tables; set under map_lock, cleared
 *	with it held to write
 * @lease: what it shows; NULL: nothing, and reads as zeros; map_lock
 * @written: by page: what a program has written to instead, or NULL; NULL: it
 *	wrote to none; map_lock
 * @copy: for devices, which keep what they have mapped: what is shown is copied
 *	there; NULL: no device has mapped it; map_lock
 * @maps: struct fr_buffer_map, of devices; map_lock
 */
struct fr_buffer {
	refcount_t refs;
	struct fr_video *video;
	kuid_t uid;
	struct list_head node;
	struct fr_range range;
	struct list_head ranges;
	unsigned long pages;
	bool entered;
	struct fr_lease *lease;
	struct page **written;
	struct fr_picture *copy;
	struct list_head maps;
};

extern const struct vb2_mem_ops fr_buffer_mem_ops;

int fr_buffers_init(struct fr_buffers *buffers, struct fr_video *video,
		    struct address_space *mapping, kuid_t uid);
void fr_buffers_exit(struct fr_buffers *buffers);
void fr_buffer_store(struct fr_buffer *buffer, struct fr_mem *mem, u32 slot);
void fr_buffers_drop(struct fr_buffers *buffers);
void fr_buffer_show(struct fr_buffer *buffer, struct fr_lease *lease);
bool fr_buffer_is_full(const struct fr_buffer *buffer);
void fr_buffer_put(struct fr_buffer *buffer);

/* buffer_copy.c */
void fr_buffer_sync(struct fr_buffer *buffer);

/* buffer_dmabuf.c */
struct dma_buf *fr_buffer_dmabuf(struct vb2_buffer *vb, void *priv,
				 unsigned long flags);

/* buffer_vm.c */
int fr_buffer_vm_set(struct fr_buffer *buffer, struct vm_area_struct *vma);

#endif /* FR_BUFFER_H */
