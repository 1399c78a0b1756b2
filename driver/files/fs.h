/* SPDX-License-Identifier: GPL-2.0-only */
/* A file system that is never seen: an inode of its own for each role file. */
#ifndef FR_FS_H
#define FR_FS_H

#include <linux/fs.h>

struct file *fr_fs_file(const struct file_operations *fops, void *data);
void fr_fs_put(void);

#endif /* FR_FS_H */
