/* SPDX-License-Identifier: GPL-2.0-only */
/* Slots as dma-bufs. */
#ifndef FR_DMABUF_H
#define FR_DMABUF_H

#include <linux/errno.h>
#include <linux/types.h>

struct dma_buf;
struct fr_role;
struct framering_export;

#ifdef CONFIG_DMA_SHARED_BUFFER
int fr_dmabuf_export(struct fr_role *role, struct framering_export *export);
bool fr_dmabuf_is_ours(const struct dma_buf *dmabuf);
#else
static inline int fr_dmabuf_export(struct fr_role *role,
				   struct framering_export *export)
{
	return -EOPNOTSUPP;
}
#endif

#endif /* FR_DMABUF_H */
