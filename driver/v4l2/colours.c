// SPDX-License-Identifier: GPL-2.0-only
/* What the pixels mean: the numbers of ITU-T H.273 and V4L2's. */
#include <linux/kernel.h>
#include <linux/videodev2.h>

#include <framering_format.h>

#include "colours.h"

/**
 * struct fr_colours_pair - a number of H.273, and V4L2's word
 * @number: H.273's
 * @word: V4L2's
 */
struct fr_colours_pair {
	u8 number;
	u8 word;
};

/*
 * The first line of a number, or of a word, is the one that is told. Zeros end
 * a table.
 */
static const struct fr_colours_pair fr_colours_primaries[] = {
	{ 1, V4L2_COLORSPACE_REC709 },
	{ 1, V4L2_COLORSPACE_SRGB },
	{ 1, V4L2_COLORSPACE_JPEG },
	{ 4, V4L2_COLORSPACE_470_SYSTEM_M },
	{ 5, V4L2_COLORSPACE_470_SYSTEM_BG },
	{ 6, V4L2_COLORSPACE_SMPTE170M },
	{ 7, V4L2_COLORSPACE_SMPTE240M },
	{ 9, V4L2_COLORSPACE_BT2020 },
	{ 11, V4L2_COLORSPACE_DCI_P3 },
	{}
};

static const struct fr_colours_pair fr_colours_transfers[] = {
	{ 1, V4L2_XFER_FUNC_709 },
	{ 6, V4L2_XFER_FUNC_709 },
	{ 14, V4L2_XFER_FUNC_709 },
	{ 15, V4L2_XFER_FUNC_709 },
	{ 7, V4L2_XFER_FUNC_SMPTE240M },
	{ 8, V4L2_XFER_FUNC_NONE },
	{ 13, V4L2_XFER_FUNC_SRGB },
	{ 16, V4L2_XFER_FUNC_SMPTE2084 },
	{}
};

static const struct fr_colours_pair fr_colours_matrices[] = {
	{ FRAMERING_MATRIX_BT709, V4L2_YCBCR_ENC_709 },
	{ FRAMERING_MATRIX_BT601, V4L2_YCBCR_ENC_601 },
	{ FRAMERING_MATRIX_BT470BG, V4L2_YCBCR_ENC_601 },
	{ FRAMERING_MATRIX_SMPTE240M, V4L2_YCBCR_ENC_SMPTE240M },
	{ FRAMERING_MATRIX_BT2020, V4L2_YCBCR_ENC_BT2020 },
	{ 10, V4L2_YCBCR_ENC_BT2020_CONST_LUM },
	{ FRAMERING_MATRIX_BT601, V4L2_YCBCR_ENC_XV601 },
	{ FRAMERING_MATRIX_BT709, V4L2_YCBCR_ENC_XV709 },
	{}
};

static u32 fr_colours_word(const struct fr_colours_pair *table, u32 number)
{
	for (; table->word; table++)
		if (table->number == number)
			return table->word;
	return 0;
}

static u32 fr_colours_number(const struct fr_colours_pair *table, u32 word)
{
	for (; table->word; table++)
		if (table->word == word)
			return table->number;
	return 0;
}

/*
 * Compressed pictures are JPEG's or are told in the stream. A buffer has to
 * have some colour space: sRGB is what V4L2 has for RGB of unknown origin.
 */
void fr_colours_to_v4l2(const struct framering_picture *picture,
			const struct framering_format *format,
			struct v4l2_pix_format *pix)
{
	bool yuv = format && framering_format_is_yuv(format);
	u32 space = fr_colours_word(fr_colours_primaries, picture->primaries);

	if (!space && yuv)
		space = framering_matrix(picture, pix->width, pix->height) ==
			FRAMERING_MATRIX_BT709 ? V4L2_COLORSPACE_REC709 :
						 V4L2_COLORSPACE_SMPTE170M;
	if (!space || (space == V4L2_COLORSPACE_REC709 && !yuv))
		space = format ? V4L2_COLORSPACE_SRGB : V4L2_COLORSPACE_JPEG;
	pix->colorspace = space;
	pix->xfer_func = fr_colours_word(fr_colours_transfers,
					 picture->transfer);
	pix->ycbcr_enc = yuv ? fr_colours_word(fr_colours_matrices,
					       picture->matrix) : 0;
	if (format)
		pix->quantization = framering_is_full_range(format, picture) ?
				    V4L2_QUANTIZATION_FULL_RANGE :
				    V4L2_QUANTIZATION_LIM_RANGE;
	/* The numbers are V4L2's. */
	pix->field = picture->field ? picture->field : V4L2_FIELD_NONE;
	pix->priv = V4L2_PIX_FMT_PRIV_MAGIC;
}

/* What V4L2 calls "default" follows from the colour space. */
void fr_colours_from_v4l2(const struct v4l2_pix_format *pix,
			  const struct framering_format *format,
			  struct framering_picture *picture)
{
	bool yuv = format && framering_format_is_yuv(format);
	u32 encoding = pix->ycbcr_enc, range = pix->quantization;
	u32 function = pix->xfer_func;

	picture->field = pix->field;
	if (pix->colorspace == V4L2_COLORSPACE_DEFAULT ||
	    pix->colorspace == V4L2_COLORSPACE_RAW || !format)
		return;
	if (!encoding)
		encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(pix->colorspace);
	if (!function)
		function = V4L2_MAP_XFER_FUNC_DEFAULT(pix->colorspace);
	if (!range)
		range = V4L2_MAP_QUANTIZATION_DEFAULT(!yuv, pix->colorspace,
						      encoding);
	picture->primaries = fr_colours_number(fr_colours_primaries,
					       pix->colorspace);
	picture->transfer = fr_colours_number(fr_colours_transfers, function);
	if (yuv)
		picture->matrix = fr_colours_number(fr_colours_matrices,
						    encoding);
	picture->range = range == V4L2_QUANTIZATION_FULL_RANGE ?
			 FRAMERING_RANGE_FULL : FRAMERING_RANGE_LIMITED;
}
