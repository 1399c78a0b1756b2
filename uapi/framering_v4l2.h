/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * What pixels mean: the numbers of ITU-T H.273, and V4L2's words. Cameras tell
 * framering-produce these words, and the driver's nodes tell them to others.
 */
#ifndef _UAPI_FRAMERING_V4L2_H
#define _UAPI_FRAMERING_V4L2_H

#ifndef __KERNEL__
#include <time.h>	/* videodev2.h wants its structures */
#endif
#include <linux/videodev2.h>

#include "framering_format.h"

/**
 * struct framering_v4l2_word - a number of H.273, and V4L2's word
 * @number: H.273's
 * @word: V4L2's
 */
struct framering_v4l2_word {
	__u8 number;
	__u8 word;
};

/*
 * The first line of a number, or of a word, is the one that is told. Zeros end
 * a table.
 */
static const struct framering_v4l2_word framering_v4l2_primaries[] = {
	{ 1, V4L2_COLORSPACE_REC709 },
	{ 1, V4L2_COLORSPACE_SRGB },
	{ 1, V4L2_COLORSPACE_JPEG },
	{ 4, V4L2_COLORSPACE_470_SYSTEM_M },
	{ 5, V4L2_COLORSPACE_470_SYSTEM_BG },
	{ 6, V4L2_COLORSPACE_SMPTE170M },
	{ 7, V4L2_COLORSPACE_SMPTE240M },
	{ 9, V4L2_COLORSPACE_BT2020 },
	{ 11, V4L2_COLORSPACE_DCI_P3 },
	{ 0, 0 }
};

static const struct framering_v4l2_word framering_v4l2_transfers[] = {
	{ 1, V4L2_XFER_FUNC_709 },
	{ 6, V4L2_XFER_FUNC_709 },
	{ 14, V4L2_XFER_FUNC_709 },
	{ 15, V4L2_XFER_FUNC_709 },
	{ 7, V4L2_XFER_FUNC_SMPTE240M },
	{ 8, V4L2_XFER_FUNC_NONE },
	{ 13, V4L2_XFER_FUNC_SRGB },
	{ 16, V4L2_XFER_FUNC_SMPTE2084 },
	{ 0, 0 }
};

static const struct framering_v4l2_word framering_v4l2_matrices[] = {
	{ FRAMERING_MATRIX_BT709, V4L2_YCBCR_ENC_709 },
	{ FRAMERING_MATRIX_BT601, V4L2_YCBCR_ENC_601 },
	{ FRAMERING_MATRIX_BT470BG, V4L2_YCBCR_ENC_601 },
	{ FRAMERING_MATRIX_SMPTE240M, V4L2_YCBCR_ENC_SMPTE240M },
	{ FRAMERING_MATRIX_BT2020, V4L2_YCBCR_ENC_BT2020 },
	{ 10, V4L2_YCBCR_ENC_BT2020_CONST_LUM },
	{ FRAMERING_MATRIX_BT601, V4L2_YCBCR_ENC_XV601 },
	{ FRAMERING_MATRIX_BT709, V4L2_YCBCR_ENC_XV709 },
	{ 0, 0 }
};

/* V4L2's word for @number, or 0. */
static inline __u32
framering_v4l2_find_word(const struct framering_v4l2_word *table, __u32 number)
{
	for (; table->word; table++)
		if (table->number == number)
			return table->word;
	return 0;
}

/* H.273's number for @word, or 0. */
static inline __u8
framering_v4l2_find_number(const struct framering_v4l2_word *table, __u32 word)
{
	for (; table->word; table++)
		if (table->word == word)
			return table->number;
	return 0;
}

/**
 * framering_v4l2_to_picture - what a source of V4L2 says of its colours
 * @pix: V4L2's words
 * @yuv: not zero: samples are luma and chroma, or compressed
 * @picture: in and out: gets colours, if any are told
 *
 * What V4L2 calls "default" follows from the colour space.
 */
static inline void
framering_v4l2_to_picture(const struct v4l2_pix_format *pix, int yuv,
			  struct framering_picture *picture)
{
	__u32 encoding = pix->ycbcr_enc, function = pix->xfer_func;
	__u32 range = pix->quantization;

	if (pix->colorspace == V4L2_COLORSPACE_DEFAULT ||
	    pix->colorspace == V4L2_COLORSPACE_RAW)
		return;
	if (!encoding)
		encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(pix->colorspace);
	if (!function)
		function = V4L2_MAP_XFER_FUNC_DEFAULT(pix->colorspace);
	if (!range)
		range = V4L2_MAP_QUANTIZATION_DEFAULT(!yuv, pix->colorspace,
						      encoding);
	picture->primaries =
		framering_v4l2_find_number(framering_v4l2_primaries,
					   pix->colorspace);
	picture->transfer =
		framering_v4l2_find_number(framering_v4l2_transfers, function);
	picture->matrix = yuv ?
		framering_v4l2_find_number(framering_v4l2_matrices, encoding) :
		0;
	picture->range = range == V4L2_QUANTIZATION_FULL_RANGE ?
			 FRAMERING_RANGE_FULL : FRAMERING_RANGE_LIMITED;
}

#endif /* _UAPI_FRAMERING_V4L2_H */
