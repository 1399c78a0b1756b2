/* SPDX-License-Identifier: GPL-2.0-only */
/* A ring's place in sysfs and below /dev. */
#ifndef FR_CHRDEV_H
#define FR_CHRDEV_H

#include <linux/fs.h>
#include <linux/types.h>

struct attribute_group;
struct fr_device;
struct fr_ring;

int fr_chrdev_init(void);
void fr_chrdev_exit(void);
int fr_chrdev_add(struct fr_ring *ring, struct fr_device *device,
		  const struct file_operations *fops,
		  const struct attribute_group **groups);
void fr_chrdev_remove(struct fr_ring *ring);
struct fr_ring *fr_chrdev_ring(unsigned int minor);

#endif /* FR_CHRDEV_H */
