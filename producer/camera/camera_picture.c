// SPDX-License-Identifier: MIT
/* V4L2's words for colours as the numbers of ITU-T H.273. */
#include "camera.h"

static uint8_t primaries_of(uint32_t colorspace)
{
	switch (colorspace) {
	case V4L2_COLORSPACE_SMPTE170M:
		return 6;
	case V4L2_COLORSPACE_SMPTE240M:
		return 7;
	case V4L2_COLORSPACE_REC709:
	case V4L2_COLORSPACE_SRGB:
	case V4L2_COLORSPACE_JPEG:
		return 1;
	case V4L2_COLORSPACE_470_SYSTEM_M:
		return 4;
	case V4L2_COLORSPACE_470_SYSTEM_BG:
		return 5;
	case V4L2_COLORSPACE_BT2020:
		return 9;
	case V4L2_COLORSPACE_DCI_P3:
		return 11;
	default:
		return 0;
	}
}

static uint8_t transfer_of(uint32_t function)
{
	switch (function) {
	case V4L2_XFER_FUNC_709:
		return 1;
	case V4L2_XFER_FUNC_SRGB:
		return 13;
	case V4L2_XFER_FUNC_SMPTE240M:
		return 7;
	case V4L2_XFER_FUNC_NONE:
		return 8;
	case V4L2_XFER_FUNC_SMPTE2084:
		return 16;
	default:
		return 0;
	}
}

static uint8_t matrix_of(uint32_t encoding)
{
	switch (encoding) {
	case V4L2_YCBCR_ENC_601:
	case V4L2_YCBCR_ENC_XV601:
		return FRAMERING_MATRIX_BT601;
	case V4L2_YCBCR_ENC_709:
	case V4L2_YCBCR_ENC_XV709:
		return FRAMERING_MATRIX_BT709;
	case V4L2_YCBCR_ENC_BT2020:
		return 9;
	case V4L2_YCBCR_ENC_BT2020_CONST_LUM:
		return 10;
	case V4L2_YCBCR_ENC_SMPTE240M:
		return 7;
	default:
		return 0;
	}
}

/* What is "default" follows from the colour space. */
static void set_colours(const struct v4l2_pix_format *f, int yuv,
			struct framering_picture *picture)
{
	uint32_t encoding = f->ycbcr_enc, function = f->xfer_func;
	uint32_t range = f->quantization;

	if (!encoding)
		encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(f->colorspace);
	if (!function)
		function = V4L2_MAP_XFER_FUNC_DEFAULT(f->colorspace);
	if (!range)
		range = V4L2_MAP_QUANTIZATION_DEFAULT(!yuv, f->colorspace,
						      encoding);
	picture->primaries = primaries_of(f->colorspace);
	picture->transfer = transfer_of(function);
	picture->matrix = yuv ? matrix_of(encoding) : 0;
	picture->range = range == V4L2_QUANTIZATION_FULL_RANGE ?
			 FRAMERING_RANGE_FULL : FRAMERING_RANGE_LIMITED;
}

struct framering_picture camera_picture(const struct camera *camera)
{
	const struct v4l2_pix_format *f = &camera->format;
	const struct framering_format *format =
		framering_format_find(camera->fourcc);
	struct framering_picture picture = {
		.rate = { camera->rate_num, camera->rate_den },
		/* The numbers are V4L2's. */
		.field = (uint8_t)f->field,
	};

	if (f->colorspace != V4L2_COLORSPACE_DEFAULT &&
	    f->colorspace != V4L2_COLORSPACE_RAW)
		set_colours(f, !format || framering_format_is_yuv(format),
			    &picture);
	return picture;
}
