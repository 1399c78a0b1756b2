/* SPDX-License-Identifier: GPL-2.0-only */
/* Rings without a device node, which go with their last file. */
#ifndef FR_NODELESS_H
#define FR_NODELESS_H

struct fr_device;
struct fr_ring;

int fr_nodeless_init(void);
void fr_nodeless_exit(void);
void fr_nodeless_prepare(struct fr_ring *ring, const struct fr_device *device);
void fr_nodeless_opened(struct fr_ring *ring);
void fr_nodeless_closed(struct fr_ring *ring);

#endif /* FR_NODELESS_H */
