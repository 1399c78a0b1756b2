/* SPDX-License-Identifier: GPL-2.0-only */
/* Buffers that a program brings to an output node as dma-bufs. */
#ifndef FR_BUFFER_IMPORT_H
#define FR_BUFFER_IMPORT_H

#include <linux/types.h>

struct device;
struct dma_buf;
struct fr_buffer_import;
struct fr_mem;
struct vb2_buffer;

/* As of struct vb2_mem_ops. */
void *fr_buffer_attach(struct vb2_buffer *vb, struct device *dev,
		       struct dma_buf *dmabuf, unsigned long size);
void fr_buffer_detach(void *priv);
int fr_buffer_map(void *priv);
void fr_buffer_unmap(void *priv);

int fr_buffer_import_store(struct fr_buffer_import *import, struct fr_mem *mem,
			   u32 slot, u32 bytes);

#endif /* FR_BUFFER_IMPORT_H */
