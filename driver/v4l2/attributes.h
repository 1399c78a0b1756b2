/* SPDX-License-Identifier: GPL-2.0-only */
/* What an administrator can set of a ring's nodes of V4L2. */
#ifndef FR_ATTRIBUTES_H
#define FR_ATTRIBUTES_H

struct fr_video;

int fr_attributes_add(struct fr_video *video);
void fr_attributes_remove(struct fr_video *video);
int fr_attributes_find_idle(const char *name);

#endif /* FR_ATTRIBUTES_H */
