// SPDX-License-Identifier: GPL-2.0-only
/* The dma-bufs that a program brings for CONFIGURE, by their descriptors. */
#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "dmabuf.h"
#include "import.h"

FR_IMPORT_DMA_BUF;

/*
 * What a ring's frames may lie in. Not in a ring's slot: each of the two could
 * keep the other, and with it this module, for ever.
 */
static int fr_import_check(const struct fr_import *import,
			   const struct dma_buf *buf)
{
	const fmode_t both = FMODE_READ | FMODE_WRITE;
	u32 i;

	if ((buf->file->f_mode & both) != both)
		return -EACCES;
	if (fr_dmabuf_is_ours(buf))
		return -EINVAL;
	for (i = 0; i < import->count; i++)
		if (import->buf[i] == buf)
			return -EINVAL;
	return 0;
}

static int fr_import_add(struct fr_import *import, int fd)
{
	struct dma_buf *buf = dma_buf_get(fd);
	int ret;

	if (IS_ERR(buf))
		return PTR_ERR(buf);
	ret = fr_import_check(import, buf);
	if (ret)
		dma_buf_put(buf);
	if (ret)
		return ret;
	import->buf[import->count++] = buf;
	import->bytes += buf->size;
	return 0;
}

/**
 * fr_import_get - take the dma-bufs that a program brings
 * @config: of memory kind "import": tells where the descriptors are
 * @import: out: fr_import_put() it
 *
 * Return: 0, -EINVAL (no descriptors, no number of slots, one dma-buf for two
 * of them, a slot of a ring, no dma-buf), -EBADF (no descriptor), -EACCES (not
 * open for reading and writing), -EFAULT.
 */
int fr_import_get(const struct framering_config *config,
		  struct fr_import *import)
{
	s32 fds[FRAMERING_MAX_SLOTS] = {};
	int ret = 0;
	u32 i;

	import->count = 0;
	import->bytes = 0;
	if (!config->dmabufs || !config->slots ||
	    config->slots > FRAMERING_MAX_SLOTS)
		return -EINVAL;
	if (copy_from_user(fds, u64_to_user_ptr(config->dmabufs),
			   config->slots * sizeof(*fds)))
		return -EFAULT;
	for (i = 0; i < config->slots && !ret; i++)
		ret = fr_import_add(import, fds[i]);
	if (ret)
		fr_import_put(import);
	return ret;
}

void fr_import_put(struct fr_import *import)
{
	while (import->count)
		dma_buf_put(import->buf[--import->count]);
}
