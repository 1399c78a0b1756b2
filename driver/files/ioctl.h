/* SPDX-License-Identifier: GPL-2.0-only */
/* How the ioctls of all files are taken. */
#ifndef FR_IOCTL_H
#define FR_IOCTL_H

#include <linux/stddef.h>
#include <linux/types.h>

#include <framering.h>

struct file;

/**
 * struct fr_ioctl - one request
 * @request: its number; of the command that comes in, only _IOC_NR() counts
 * @size: bytes of the structure that this driver knows; 0: no argument
 * @min: bytes that its first version had
 * @run: does it; @arg is a copy of the structure, which goes back to the
 *	caller if it succeeds
 */
struct fr_ioctl {
	u32 request;
	u32 size;
	u32 min;
	int (*run)(struct file *file, void *arg);
};

/* One whose structure has grown: its first version ended with @last. */
#define FR_IOCTL_GROWN(NAME, type, last, function) {	\
	.request = FRAMERING_IOC_##NAME,		\
	.size = sizeof(struct type),			\
	.min = offsetofend(struct type, last),		\
	.run = function,				\
}

#define FR_IOCTL(NAME, type, function) {		\
	.request = FRAMERING_IOC_##NAME,		\
	.size = sizeof(struct type),			\
	.min = sizeof(struct type),			\
	.run = function,				\
}

long fr_ioctl_dispatch(const struct fr_ioctl *table, unsigned int count,
		       struct file *file, unsigned int cmd, unsigned long arg);

#endif /* FR_IOCTL_H */
