// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers that a program brings to an output node as dma-bufs. Their memory is
 * its own, or another driver's, so what is queued is copied to a slot; a buffer
 * that cannot be read by the processor is refused when it is queued.
 */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <media/videobuf2-core.h>

#include "buffer_import.h"
#include "compat.h"
#include "memory/mem.h"

/* Copied in one go. */
#define FR_BUFFER_IMPORT_PIECE	65536U

/**
 * struct fr_buffer_import - a dma-buf that stands for a buffer
 * @dmabuf: the dma-buf; V4L2's queue holds a reference
 * @bytes: its size, as the program tells it
 * @at: its kernel address, while it is queued
 */
struct fr_buffer_import {
	struct dma_buf *dmabuf;
	unsigned long bytes;
	struct iosys_map at;
};

void *fr_buffer_attach(struct vb2_buffer *vb, struct device *dev,
		       struct dma_buf *dmabuf, unsigned long size)
{
	struct fr_buffer_import *import;

	import = kzalloc(sizeof(*import), GFP_KERNEL_ACCOUNT);
	if (!import)
		return ERR_PTR(-ENOMEM);
	import->dmabuf = dmabuf;
	import->bytes = size;
	return import;
}

void fr_buffer_detach(void *priv)
{
	kfree(priv);
}

/* V4L2 7.3 loses a reference to the dma-buf where fr_buffer_attach() fails. */
int fr_buffer_map(void *priv)
{
	struct fr_buffer_import *import = priv;

	if (import->dmabuf->size < import->bytes)
		return -EINVAL;
	return dma_buf_vmap_unlocked(import->dmabuf, &import->at);
}

void fr_buffer_unmap(void *priv)
{
	struct fr_buffer_import *import = priv;

	dma_buf_vunmap_unlocked(import->dmabuf, &import->at);
	iosys_map_clear(&import->at);
}

/**
 * fr_buffer_import_store - copy what is in a dma-buf to a slot
 * @import: of a buffer that is queued
 * @mem: the slots; the caller holds a reference
 * @slot: where to
 * @bytes: how much
 *
 * Waits for devices that write to it.
 *
 * Return: 0 or what its exporter says.
 */
int fr_buffer_import_store(struct fr_buffer_import *import, struct fr_mem *mem,
			   u32 slot, u32 bytes)
{
	u32 at, len;
	void *to;
	int ret;

	ret = dma_buf_begin_cpu_access(import->dmabuf, DMA_FROM_DEVICE);
	if (ret)
		return ret;
	bytes = min3((size_t)bytes, import->dmabuf->size,
		     (size_t)mem->slot_bytes);
	for (at = 0; at < bytes; at += len) {
		to = mem->ops->at(mem, slot, at, &len);
		len = min3(len, bytes - at, FR_BUFFER_IMPORT_PIECE);
		iosys_map_memcpy_from(to, &import->at, at, len);
		cond_resched();
	}
	return dma_buf_end_cpu_access(import->dmabuf, DMA_FROM_DEVICE);
}
