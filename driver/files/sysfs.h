/* SPDX-License-Identifier: GPL-2.0-only */
/* What a ring shows below /sys/class/framering/RING. */
#ifndef FR_SYSFS_H
#define FR_SYSFS_H

struct attribute_group;

extern const struct attribute_group *fr_sysfs_groups[];

#endif /* FR_SYSFS_H */
