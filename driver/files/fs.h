/* SPDX-License-Identifier: GPL-2.0-only */
/* A file system that is never seen: inodes of their own for files. */
#ifndef FR_FS_H
#define FR_FS_H

#include <linux/fs.h>

struct fr_ring;

struct file *fr_fs_file(const struct file_operations *fops, void *data,
			struct fr_ring *ring);
int fr_fs_get(void);
void fr_fs_put(void);

#endif /* FR_FS_H */
