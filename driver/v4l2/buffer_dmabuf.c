// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers of V4L2's as dma-bufs (VIDIOC_EXPBUF). Mapped by a program, one shows
 * what the buffer shows, frame after frame, without a copy; devices and other
 * drivers get memory to which each frame is copied, and can only read it. One
 * that is kept longer than its file reads as zeros.
 */
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/iosys-map.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <media/videobuf2-core.h>

#include "buffer.h"
#include "buffer_copy.h"
#include "compat.h"
#include "lease.h"
#include "picture.h"
#include "video.h"

FR_IMPORT_DMA_BUF;

/**
 * struct fr_buffer_export - the data of a dma-buf
 * @buffer: the buffer; holds a reference
 * @range: where it is seen in the dma-buf's file; in the buffer's list
 */
struct fr_buffer_export {
	struct fr_buffer *buffer;
	struct fr_range range;
};

static int fr_buffer_map_sgt(struct fr_buffer *buffer,
			     struct fr_buffer_map *map)
{
	struct page **list;
	unsigned long i;
	int ret;

	list = kvmalloc_array(buffer->pages, sizeof(*list), GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	for (i = 0; i < buffer->pages; i++)
		list[i] = vmalloc_to_page(buffer->copy->data +
					  (i << PAGE_SHIFT));
	ret = sg_alloc_table_from_pages(&map->sgt, list, buffer->pages, 0,
					buffer->pages << PAGE_SHIFT,
					GFP_KERNEL);
	kvfree(list);
	if (ret)
		return ret;
	ret = dma_map_sgtable(map->dev, &map->sgt, map->dir, 0);
	if (ret)
		sg_free_table(&map->sgt);
	return ret;
}

static struct sg_table *fr_buffer_dma_map(struct dma_buf_attachment *attachment,
					  enum dma_data_direction dir)
{
	struct fr_buffer_export *export = attachment->dmabuf->priv;
	struct fr_buffer *buffer = export->buffer;
	struct fr_buffer_map *map;
	int ret;

	if (dir == DMA_FROM_DEVICE)
		return ERR_PTR(-EACCES);
	map = kzalloc(sizeof(*map), GFP_KERNEL_ACCOUNT);
	if (!map)
		return ERR_PTR(-ENOMEM);
	map->dev = attachment->dev;
	map->dir = DMA_TO_DEVICE;
	ret = fr_buffer_copy(buffer);
	if (!ret)
		ret = fr_buffer_map_sgt(buffer, map);
	if (ret) {
		kfree(map);
		return ERR_PTR(ret);
	}
	down_write(&buffer->video->map_lock);
	list_add(&map->node, &buffer->maps);
	/* A frame may have come before it was in the list. */
	fr_buffer_sync(buffer);
	up_write(&buffer->video->map_lock);
	return &map->sgt;
}

/* What a device wrote to a writer's buffer would not be in the slot. */
static struct sg_table *
fr_buffer_dma_refuse(struct dma_buf_attachment *attachment,
		     enum dma_data_direction dir)
{
	return ERR_PTR(-EOPNOTSUPP);
}

static void fr_buffer_dma_unmap(struct dma_buf_attachment *attachment,
				struct sg_table *sgt,
				enum dma_data_direction dir)
{
	struct fr_buffer_export *export = attachment->dmabuf->priv;
	struct fr_buffer_map *map =
		container_of(sgt, struct fr_buffer_map, sgt);

	down_write(&export->buffer->video->map_lock);
	list_del(&map->node);
	up_write(&export->buffer->video->map_lock);
	dma_unmap_sgtable(map->dev, sgt, map->dir, 0);
	sg_free_table(sgt);
	kfree(map);
}

/* What is written there, nobody sees. */
static int fr_buffer_vmap(struct dma_buf *dmabuf, struct iosys_map *at)
{
	struct fr_buffer_export *export = dmabuf->priv;
	struct fr_buffer *buffer = export->buffer;
	int ret;

	ret = fr_buffer_copy(buffer);
	if (!ret)
		iosys_map_set_vaddr(at, buffer->copy->data);
	return ret;
}

static int fr_buffer_dmabuf_mmap(struct dma_buf *dmabuf,
				 struct vm_area_struct *vma)
{
	struct fr_buffer_export *export = dmabuf->priv;

	if (vma->vm_flags & VM_EXEC)
		return -EPERM;
	/* VM_SHARED is not there if the descriptor is for reading only. */
	if (!(vma->vm_flags & VM_MAYSHARE))
		return -EINVAL;
	return fr_buffer_vm_set(export->buffer, vma);
}

static void fr_buffer_dmabuf_release(struct dma_buf *dmabuf)
{
	struct fr_buffer_export *export = dmabuf->priv;
	struct fr_buffer *buffer = export->buffer;
	struct fr_video *video = buffer->video;

	down_write(&video->map_lock);
	list_del(&export->range.node);
	list_del(&export->range.of);
	up_write(&video->map_lock);
	fr_buffer_put(buffer);
	v4l2_device_put(&video->v4l2);
	kfree(export);
}

static const struct dma_buf_ops fr_buffer_dmabuf_ops = {
	.map_dma_buf = fr_buffer_dma_map,
	.unmap_dma_buf = fr_buffer_dma_unmap,
	.vmap = fr_buffer_vmap,
	.mmap = fr_buffer_dmabuf_mmap,
	.release = fr_buffer_dmabuf_release,
};

static const struct dma_buf_ops fr_buffer_dmabuf_output_ops = {
	.map_dma_buf = fr_buffer_dma_refuse,
	.unmap_dma_buf = fr_buffer_dma_unmap,
	.mmap = fr_buffer_dmabuf_mmap,
	.release = fr_buffer_dmabuf_release,
};

/* It is seen there from now on. */
static void fr_buffer_export_enter(struct fr_buffer_export *export,
				   struct dma_buf *dmabuf)
{
	struct fr_buffer *buffer = export->buffer;

	export->range.mapping = dmabuf->file->f_mapping;
	export->range.pages = buffer->pages;
	INIT_LIST_HEAD(&export->range.node);
	down_write(&buffer->video->map_lock);
	list_add(&export->range.of, &buffer->ranges);
	if (buffer->lease)
		list_add(&export->range.node, &buffer->lease->ranges);
	up_write(&buffer->video->map_lock);
}

/**
 * fr_buffer_dmabuf - VIDIOC_EXPBUF
 * @vb: V4L2's part of the buffer
 * @priv: the buffer
 * @flags: O_RDONLY, O_WRONLY or O_RDWR
 *
 * Return: the dma-buf, or an error pointer.
 */
struct dma_buf *fr_buffer_dmabuf(struct vb2_buffer *vb, void *priv,
				 unsigned long flags)
{
	DEFINE_DMA_BUF_EXPORT_INFO(info);
	struct fr_buffer *buffer = priv;
	struct fr_buffer_export *export;
	struct dma_buf *dmabuf;

	if (fr_buffer_is_full(buffer))
		return ERR_PTR(-ENOMEM);
	export = kzalloc(sizeof(*export), GFP_KERNEL_ACCOUNT);
	if (!export)
		return ERR_PTR(-ENOMEM);
	export->buffer = buffer;
	info.ops = V4L2_TYPE_IS_OUTPUT(vb->type) ?
		   &fr_buffer_dmabuf_output_ops : &fr_buffer_dmabuf_ops;
	info.size = buffer->pages << PAGE_SHIFT;
	info.flags = flags;
	info.priv = export;
	dmabuf = dma_buf_export(&info);
	if (IS_ERR(dmabuf)) {
		kfree(export);
		return dmabuf;
	}
	refcount_inc(&buffer->refs);
	v4l2_device_get(&buffer->video->v4l2);
	fr_buffer_export_enter(export, dmabuf);
	return dmabuf;
}
