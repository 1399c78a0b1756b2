/* SPDX-License-Identifier: GPL-2.0-only */
/* Formats: what a ring's frames are in V4L2's words, and the other way. */
#ifndef FR_PIXFMT_H
#define FR_PIXFMT_H

#include <linux/types.h>
#include <linux/videodev2.h>

#include <framering.h>

/**
 * struct fr_pixfmt - the frames of a generation, in V4L2's words
 * @generation: its number; 0: there is none, or V4L2 has no word for it
 * @geometry: where the ring has the bytes
 * @picture: what they mean
 * @pix: what V4L2 is told
 * @shown: where V4L2 expects the bytes; for compressed formats as @geometry
 * @direct: @shown is how the ring has them, from the slot's start on: a slot
 *	can be shown as it is
 * @compressed: a frame has as many bytes as it says
 */
struct fr_pixfmt {
	u64 generation;
	struct framering_geometry geometry;
	struct framering_picture picture;
	struct v4l2_pix_format pix;
	struct framering_geometry shown;
	bool direct;
	bool compressed;
};

int fr_pixfmt_of_ring(const struct framering_config *config,
		      struct fr_pixfmt *format);
int fr_pixfmt_of_pix(const struct v4l2_pix_format *pix,
		     struct framering_config *config);
bool fr_pixfmt_equal(const struct fr_pixfmt *a, const struct fr_pixfmt *b);
u32 fr_pixfmt_code(u32 index);
u32 fr_pixfmt_fourcc(u32 code);

#endif /* FR_PIXFMT_H */
