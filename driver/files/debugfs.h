/* SPDX-License-Identifier: GPL-2.0-only */
/* debugfs: the state of all roles, for people. */
#ifndef FR_DEBUGFS_H
#define FR_DEBUGFS_H

struct fr_ring;

void fr_debugfs_init(void);
void fr_debugfs_exit(void);
void fr_debugfs_add(struct fr_ring *ring);
void fr_debugfs_remove(struct fr_ring *ring);

#endif /* FR_DEBUGFS_H */
