/* SPDX-License-Identifier: GPL-2.0-only */
/* Ring files, and how ioctls of ring and role files are taken. */
#ifndef FR_CHRDEV_H
#define FR_CHRDEV_H

#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/stddef.h>
#include <linux/types.h>

#include <framering.h>

#include "role.h"
#include "stream.h"

struct fr_ring;

/**
 * struct fr_ring_file - an open ring
 * @ring: the ring
 * @opener: what is known of this file
 * @seen: serial of the ring that the last DEMAND gave; see demand.c
 * @reader: read()
 * @writer: write()
 */
struct fr_ring_file {
	struct fr_ring *ring;
	struct fr_opener opener;
	atomic64_t seen;
	struct fr_stream reader;
	struct fr_stream writer;
};

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

extern const struct file_operations fr_ring_fops;

long fr_ioctl_dispatch(const struct fr_ioctl *table, unsigned int count,
		       struct file *file, unsigned int cmd, unsigned long arg);

/* owner.c */
int fr_ioctl_consumer(struct file *file, void *arg);
int fr_ioctl_evict(struct file *file, void *arg);

#endif /* FR_CHRDEV_H */
