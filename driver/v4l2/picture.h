/* SPDX-License-Identifier: GPL-2.0-only */
/* Pictures: frames in memory of their own, outside the ring. */
#ifndef FR_PICTURE_H
#define FR_PICTURE_H

#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/uidgid.h>

#include "memory/charge.h"

struct fr_mem;
struct fr_pixfmt;

/**
 * struct fr_picture - a frame in memory of its own, as V4L2 has it laid out
 * @refs: held by each that shows it
 * @bytes: whole pages
 * @data: vmalloc memory; nobody writes to it once it is shown
 * @charge: for whom it is counted
 */
struct fr_picture {
	refcount_t refs;
	u32 bytes;
	u8 *data;
	struct fr_charge charge;
};

struct fr_picture *fr_picture_alloc(u32 bytes);
struct fr_picture *fr_picture_black(const struct fr_pixfmt *format);
struct fr_picture *fr_picture_pattern(const struct fr_pixfmt *format,
				      u64 frame);
struct fr_picture *fr_picture_copy(const struct fr_pixfmt *format,
				   struct fr_mem *mem, u32 slot, u32 bytes);
int fr_picture_charge(struct fr_picture *picture, kuid_t uid);
void fr_picture_get(struct fr_picture *picture);
void fr_picture_put(struct fr_picture *picture);

#endif /* FR_PICTURE_H */
