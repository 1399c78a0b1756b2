/* SPDX-License-Identifier: GPL-2.0-only */
/* What a ring's owner may know of its consumers, and do to them. */
#ifndef FR_OWNER_H
#define FR_OWNER_H

struct file;

int fr_ioctl_consumer(struct file *file, void *arg);
int fr_ioctl_times(struct file *file, void *arg);
int fr_ioctl_evict(struct file *file, void *arg);

#endif /* FR_OWNER_H */
