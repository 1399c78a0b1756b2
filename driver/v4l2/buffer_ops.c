// SPDX-License-Identifier: GPL-2.0-only
/* What V4L2's queues ask of the memory of their buffers. */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <media/videobuf2-core.h>

#include <framering.h>

#include "buffer.h"
#include "buffer_import.h"
#include "video.h"

/* Places in an address space, in pages: as far apart as a frame can be long. */
#define FR_BUFFER_STEP		(FRAMERING_MAX_SLOT_BYTES >> PAGE_SHIFT)
#define FR_BUFFER_COUNT		32UL

static void *fr_buffer_alloc(struct vb2_buffer *vb, struct device *dev,
			     unsigned long size)
{
	struct fr_buffers *buffers = vb->vb2_queue->drv_priv;
	struct fr_video *video = buffers->video;
	struct fr_buffer *buffer;

	if (vb->index >= FR_BUFFER_COUNT || size > FRAMERING_MAX_SLOT_BYTES)
		return ERR_PTR(-EINVAL);
	buffer = kzalloc(sizeof(*buffer), GFP_KERNEL_ACCOUNT);
	if (!buffer)
		return ERR_PTR(-ENOMEM);
	refcount_set(&buffer->refs, 1);
	buffer->video = video;
	buffer->uid = buffers->uid;
	INIT_LIST_HEAD(&buffer->ranges);
	INIT_LIST_HEAD(&buffer->maps);
	INIT_LIST_HEAD(&buffer->range.node);
	list_add(&buffer->range.of, &buffer->ranges);
	buffer->range.mapping = buffers->mapping;
	buffer->range.first = (buffers->id * FR_BUFFER_COUNT + vb->index) *
			      FR_BUFFER_STEP;
	buffer->pages = PFN_UP(size);
	buffer->range.pages = buffer->pages;
	down_write(&video->map_lock);
	list_add_tail(&buffer->node, &buffers->all);
	up_write(&video->map_lock);
	return buffer;
}

static void fr_buffer_mem_put(void *priv)
{
	fr_buffer_put(priv);
}

/*
 * V4L2 lets shared mappings through alone, and none beyond the buffer. Each
 * buffer has a place of its own, instead of the one that V4L2 gives it.
 */
static int fr_buffer_mmap(void *priv, struct vm_area_struct *vma)
{
	struct fr_buffer *buffer = priv;

	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	vma->vm_pgoff = buffer->range.first;
	return fr_buffer_vm_set(buffer, vma);
}

static unsigned int fr_buffer_users(void *priv)
{
	struct fr_buffer *buffer = priv;

	return refcount_read(&buffer->refs);
}

/* No driver of V4L2's that we are not reads a buffer. */
static void *fr_buffer_vaddr(struct vb2_buffer *vb, void *priv)
{
	return NULL;
}

const struct vb2_mem_ops fr_buffer_mem_ops = {
	.alloc = fr_buffer_alloc,
	.put = fr_buffer_mem_put,
	.num_users = fr_buffer_users,
	.vaddr = fr_buffer_vaddr,
	.mmap = fr_buffer_mmap,
	.get_dmabuf = fr_buffer_dmabuf,
	.attach_dmabuf = fr_buffer_attach,
	.detach_dmabuf = fr_buffer_detach,
	.map_dmabuf = fr_buffer_map,
	.unmap_dmabuf = fr_buffer_unmap,
};
