/* SPDX-License-Identifier: GPL-2.0-only */
/* dma-bufs that CONFIGURE is given. */
#ifndef FR_FILES_IMPORT_H
#define FR_FILES_IMPORT_H

#include <linux/errno.h>

#include "memory/mem.h"

#ifdef CONFIG_DMA_SHARED_BUFFER
int fr_import_get(const struct framering_config *config,
		  struct fr_import *import);
void fr_import_put(struct fr_import *import);
#else
static inline int fr_import_get(const struct framering_config *config,
				struct fr_import *import)
{
	return -EOPNOTSUPP;
}

static inline void fr_import_put(struct fr_import *import)
{
}
#endif

#endif /* FR_FILES_IMPORT_H */
