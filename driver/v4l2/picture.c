// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pictures: what a buffer shows that has no slot of the ring. Where nobody
 * produces, one that was drawn; and a copy, where a frame cannot stay in its
 * slot or is not laid out there as V4L2 wants it.
 */
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <framering_pattern.h>

#include "memory/mem.h"
#include "picture.h"
#include "pixfmt.h"

/* Copied in one go. */
#define FR_PICTURE_PIECE	65536U

/**
 * fr_picture_alloc - memory for a picture
 * @bytes: how much is shown of it
 *
 * It is counted to the caller's memory cgroup.
 *
 * Return: the picture, zeroed, fr_picture_put() it; or NULL.
 */
struct fr_picture *fr_picture_alloc(u32 bytes)
{
	struct fr_picture *picture = kzalloc(sizeof(*picture), FR_GFP_USER);

	if (!picture)
		return NULL;
	refcount_set(&picture->refs, 1);
	picture->bytes = PAGE_ALIGN(bytes);
	picture->data = __vmalloc(picture->bytes, FR_GFP_USER | __GFP_ZERO);
	if (picture->data)
		return picture;
	kfree(picture);
	return NULL;
}

void fr_picture_get(struct fr_picture *picture)
{
	refcount_inc(&picture->refs);
}

void fr_picture_put(struct fr_picture *picture)
{
	if (!refcount_dec_and_test(&picture->refs))
		return;
	vfree(picture->data);
	fr_charge_give(&picture->charge);
	kfree(picture);
}

/* Count it for a user. Return: 0, -EDQUOT (more than he may have), -ENOMEM. */
int fr_picture_charge(struct fr_picture *picture, kuid_t uid)
{
	return fr_charge_keep(&picture->charge, uid, picture->bytes);
}

/* Black, in each unit of each plane. */
static void fr_picture_fill(const struct fr_pixfmt *format, u8 *data)
{
	const struct framering_geometry *geometry = &format->shown;
	const struct framering_format *known =
		framering_geometry_format(geometry);
	u32 plane, bytes, at;

	for (plane = 0; plane < known->planes; plane++) {
		const struct framering_plane_format *p = &known->plane[plane];
		u8 unit[FRAMERING_MAX_UNIT_BYTES];
		u8 *to = data + geometry->offset[plane];

		framering_pattern_unit(geometry, &format->picture, known,
				       FRAMERING_PATTERN_BLACK, p->samples,
				       p->bytes, unit);
		/* Whole lines: what pixfmt.c set, within the picture. */
		bytes = geometry->plane_bytes[plane];
		for (at = 0; at + p->bytes <= bytes; at += p->bytes)
			memcpy(to + at, unit, p->bytes);
		cond_resched();
	}
}

/* A black picture; NULL: no memory. Of a compressed format, it is empty. */
struct fr_picture *fr_picture_black(const struct fr_pixfmt *format)
{
	struct fr_picture *picture = fr_picture_alloc(format->pix.sizeimage);

	if (picture && !format->compressed)
		fr_picture_fill(format, picture->data);
	return picture;
}

static void fr_picture_draw_plane(const struct fr_pixfmt *format, u32 plane,
				  u64 frame, u8 *to)
{
	const struct framering_geometry *geometry = &format->shown;
	const struct framering_format *known =
		framering_geometry_format(geometry);
	u32 rows = framering_rows(known, plane, geometry->height);
	u32 unit = known->plane[plane].unit_height, y;

	for (y = 0; y < rows; y++, to += geometry->stride[plane]) {
		framering_pattern_row(geometry, &format->picture, plane,
				      framering_pattern_line(geometry,
							     y * unit),
				      frame, to);
		cond_resched();
	}
}

/* The test picture of frame @frame, as of the driver's own producer; NULL. */
struct fr_picture *fr_picture_pattern(const struct fr_pixfmt *format, u64 frame)
{
	struct fr_picture *picture = fr_picture_alloc(format->pix.sizeimage);
	u32 plane;

	if (!picture || format->compressed)
		return picture;
	for (plane = 0; plane < format->shown.planes; plane++)
		fr_picture_draw_plane(format, plane, frame,
				      picture->data +
				      format->shown.offset[plane]);
	return picture;
}

static void fr_picture_copy_run(struct fr_mem *mem, u32 slot, u32 offset,
				u8 *to, u32 bytes)
{
	u32 len;

	while (bytes) {
		void *at = mem->ops->at(mem, slot, offset, &len);

		len = min3(len, bytes, FR_PICTURE_PIECE);
		memcpy(to, at, len);
		to += len;
		offset += len;
		bytes -= len;
		cond_resched();
	}
}

/**
 * fr_picture_copy - copy a frame out of its slot
 * @format: how the ring lays it out, and V4L2
 * @mem: the slots; the caller holds a reference
 * @slot: number of the slot
 * @bytes: how much, if @format's layout is the ring's
 *
 * Return: the picture, fr_picture_put() it; or NULL: no memory.
 */
struct fr_picture *fr_picture_copy(const struct fr_pixfmt *format,
				   struct fr_mem *mem, u32 slot, u32 bytes)
{
	struct fr_picture *picture = fr_picture_alloc(format->pix.sizeimage);
	u32 at, run, offset;

	if (!picture)
		return NULL;
	/* The pixels after the head that shows them; see stream_read.c. */
	rmb();
	if (format->direct) {
		fr_picture_copy_run(mem, slot, 0, picture->data, bytes);
	} else {
		for (at = 0; at < format->pix.sizeimage; at += run) {
			run = framering_packed_find(&format->geometry, at,
						    &offset);
			if (!run)
				break;
			fr_picture_copy_run(mem, slot, offset,
					    picture->data + at, run);
		}
	}
	/* And before the caller looks whether it was one frame. */
	rmb();
	return picture;
}
