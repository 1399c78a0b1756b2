// SPDX-License-Identifier: GPL-2.0-only
/* What the pixels mean: the numbers of ITU-T H.273 and V4L2's. */
#include <linux/videodev2.h>

#include <framering_v4l2.h>

#include "colours.h"

/*
 * Compressed pictures are JPEG's or are told in the stream. A buffer has to
 * have some colour space: sRGB is what V4L2 has for RGB of unknown origin.
 */
void fr_colours_to_v4l2(const struct framering_picture *picture,
			const struct framering_format *format,
			struct v4l2_pix_format *pix)
{
	bool yuv = format && framering_format_is_yuv(format);
	u32 space = framering_v4l2_find_word(framering_v4l2_primaries,
					     picture->primaries);

	if (!space && yuv)
		space = framering_matrix(picture, pix->width, pix->height) ==
			FRAMERING_MATRIX_BT709 ? V4L2_COLORSPACE_REC709 :
						 V4L2_COLORSPACE_SMPTE170M;
	if (!space || (space == V4L2_COLORSPACE_REC709 && !yuv))
		space = format ? V4L2_COLORSPACE_SRGB : V4L2_COLORSPACE_JPEG;
	pix->colorspace = space;
	pix->xfer_func = framering_v4l2_find_word(framering_v4l2_transfers,
						  picture->transfer);
	pix->ycbcr_enc = yuv ?
		framering_v4l2_find_word(framering_v4l2_matrices,
					 picture->matrix) : 0;
	if (format)
		pix->quantization = framering_is_full_range(format, picture) ?
				    V4L2_QUANTIZATION_FULL_RANGE :
				    V4L2_QUANTIZATION_LIM_RANGE;
	/* The numbers are V4L2's. */
	pix->field = picture->field ? picture->field : V4L2_FIELD_NONE;
	pix->priv = V4L2_PIX_FMT_PRIV_MAGIC;
}

/* Compressed pictures tell theirs in the stream. */
void fr_colours_from_v4l2(const struct v4l2_pix_format *pix,
			  const struct framering_format *format,
			  struct framering_picture *picture)
{
	picture->field = pix->field;
	if (format)
		framering_v4l2_to_picture(pix, framering_format_is_yuv(format),
					  picture);
}
