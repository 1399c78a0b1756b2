// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a ring's frames are in V4L2's words. V4L2 tells the stride of the first
 * plane alone; the others follow without a gap, with strides in proportion.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <framering_format.h>

#include "colours.h"
#include "pixfmt.h"

/**
 * struct fr_pixfmt_code - a format's two codes
 * @fourcc: the ring's
 * @code: V4L2's
 */
struct fr_pixfmt_code {
	u32 fourcc;
	u32 code;
};

/* Those that programs know best are first: they are offered in this order. */
static const struct fr_pixfmt_code fr_pixfmt_codes[] = {
	{ DRM_FORMAT_YUYV, V4L2_PIX_FMT_YUYV },
	{ DRM_FORMAT_YUV420, V4L2_PIX_FMT_YUV420 },
	{ DRM_FORMAT_NV12, V4L2_PIX_FMT_NV12 },
	{ DRM_FORMAT_RGB888, V4L2_PIX_FMT_BGR24 },
	{ DRM_FORMAT_BGR888, V4L2_PIX_FMT_RGB24 },
	{ DRM_FORMAT_XRGB8888, V4L2_PIX_FMT_XBGR32 },
	{ DRM_FORMAT_ARGB8888, V4L2_PIX_FMT_ABGR32 },
	{ DRM_FORMAT_XBGR8888, V4L2_PIX_FMT_RGBX32 },
	{ DRM_FORMAT_ABGR8888, V4L2_PIX_FMT_RGBA32 },
	{ DRM_FORMAT_RGBX8888, V4L2_PIX_FMT_BGRX32 },
	{ DRM_FORMAT_RGBA8888, V4L2_PIX_FMT_BGRA32 },
	{ DRM_FORMAT_BGRX8888, V4L2_PIX_FMT_XRGB32 },
	{ DRM_FORMAT_BGRA8888, V4L2_PIX_FMT_ARGB32 },
	{ DRM_FORMAT_RGB565, V4L2_PIX_FMT_RGB565 },
#ifdef V4L2_PIX_FMT_ARGB2101010
	{ DRM_FORMAT_ARGB2101010, V4L2_PIX_FMT_ARGB2101010 },
#endif
#ifdef V4L2_PIX_FMT_RGB48
	{ FRAMERING_CODE('B', 'G', '4', '8'), V4L2_PIX_FMT_RGB48 },
	{ FRAMERING_CODE('R', 'G', '4', '8'), V4L2_PIX_FMT_BGR48 },
#endif
	{ DRM_FORMAT_UYVY, V4L2_PIX_FMT_UYVY },
	{ DRM_FORMAT_YVYU, V4L2_PIX_FMT_YVYU },
	{ DRM_FORMAT_VYUY, V4L2_PIX_FMT_VYUY },
#ifdef V4L2_PIX_FMT_Y210
	{ DRM_FORMAT_Y210, V4L2_PIX_FMT_Y210 },
#endif
	{ DRM_FORMAT_NV21, V4L2_PIX_FMT_NV21 },
	{ DRM_FORMAT_NV16, V4L2_PIX_FMT_NV16 },
	{ DRM_FORMAT_NV61, V4L2_PIX_FMT_NV61 },
	{ DRM_FORMAT_NV24, V4L2_PIX_FMT_NV24 },
	{ DRM_FORMAT_NV42, V4L2_PIX_FMT_NV42 },
	{ DRM_FORMAT_P010, V4L2_PIX_FMT_P010 },
#ifdef V4L2_PIX_FMT_P012
	{ DRM_FORMAT_P012, V4L2_PIX_FMT_P012 },
#endif
	{ DRM_FORMAT_YVU420, V4L2_PIX_FMT_YVU420 },
	{ DRM_FORMAT_YUV422, V4L2_PIX_FMT_YUV422P },
	{ DRM_FORMAT_YUV411, V4L2_PIX_FMT_YUV411P },
	{ DRM_FORMAT_YUV410, V4L2_PIX_FMT_YUV410 },
	{ DRM_FORMAT_R8, V4L2_PIX_FMT_GREY },
	{ DRM_FORMAT_R10, V4L2_PIX_FMT_Y10 },
	{ DRM_FORMAT_R12, V4L2_PIX_FMT_Y12 },
	{ DRM_FORMAT_R16, V4L2_PIX_FMT_Y16 },
	{ FRAMERING_V4L2_CODE('B', 'A', '8', '1'), V4L2_PIX_FMT_SBGGR8 },
	{ FRAMERING_V4L2_CODE('G', 'B', 'R', 'G'), V4L2_PIX_FMT_SGBRG8 },
	{ FRAMERING_V4L2_CODE('G', 'R', 'B', 'G'), V4L2_PIX_FMT_SGRBG8 },
	{ FRAMERING_V4L2_CODE('R', 'G', 'G', 'B'), V4L2_PIX_FMT_SRGGB8 },
	{ FRAMERING_V4L2_CODE('B', 'G', '1', '0'), V4L2_PIX_FMT_SBGGR10 },
	{ FRAMERING_V4L2_CODE('G', 'B', '1', '0'), V4L2_PIX_FMT_SGBRG10 },
	{ FRAMERING_V4L2_CODE('B', 'A', '1', '0'), V4L2_PIX_FMT_SGRBG10 },
	{ FRAMERING_V4L2_CODE('R', 'G', '1', '0'), V4L2_PIX_FMT_SRGGB10 },
	{ FRAMERING_V4L2_CODE('B', 'G', '1', '2'), V4L2_PIX_FMT_SBGGR12 },
	{ FRAMERING_V4L2_CODE('G', 'B', '1', '2'), V4L2_PIX_FMT_SGBRG12 },
	{ FRAMERING_V4L2_CODE('B', 'A', '1', '2'), V4L2_PIX_FMT_SGRBG12 },
	{ FRAMERING_V4L2_CODE('R', 'G', '1', '2'), V4L2_PIX_FMT_SRGGB12 },
	{ FRAMERING_V4L2_CODE('B', 'Y', 'R', '2'), V4L2_PIX_FMT_SBGGR16 },
	{ FRAMERING_V4L2_CODE('G', 'B', '1', '6'), V4L2_PIX_FMT_SGBRG16 },
	{ FRAMERING_V4L2_CODE('G', 'R', '1', '6'), V4L2_PIX_FMT_SGRBG16 },
	{ FRAMERING_V4L2_CODE('R', 'G', '1', '6'), V4L2_PIX_FMT_SRGGB16 },
	/* What browsers and cameras call it. */
	{ FRAMERING_FORMAT_JPEG, V4L2_PIX_FMT_MJPEG },
	{ FRAMERING_FORMAT_H264, V4L2_PIX_FMT_H264 },
	{ FRAMERING_FORMAT_HEVC, V4L2_PIX_FMT_HEVC },
};

/* V4L2's code number @index, in the order in which they are offered; or 0. */
u32 fr_pixfmt_code(u32 index)
{
	return index < ARRAY_SIZE(fr_pixfmt_codes) ?
	       fr_pixfmt_codes[index].code : 0;
}

/* The ring's code for V4L2's @code; 0: there is none. */
u32 fr_pixfmt_fourcc(u32 code)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(fr_pixfmt_codes); i++)
		if (fr_pixfmt_codes[i].code == code)
			return fr_pixfmt_codes[i].fourcc;
	return 0;
}

static u32 fr_pixfmt_find(u32 fourcc)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(fr_pixfmt_codes); i++)
		if (fr_pixfmt_codes[i].fourcc == fourcc)
			return fr_pixfmt_codes[i].code;
	return 0;
}

/*
 * Whether V4L2 can tell a layout by the stride of its first plane, and a slot
 * has all that follows from it: a ring's last line may lack its padding.
 */
static bool fr_pixfmt_fits(const struct framering_geometry *geometry,
			   const struct framering_format *format)
{
	u64 first = framering_row_bytes(format, 0, geometry->width), at = 0;
	u32 i;

	for (i = 0; i < format->planes; i++) {
		u64 row = framering_row_bytes(format, i, geometry->width);
		u32 stride = geometry->stride[i];

		if (geometry->offset[i] != at ||
		    stride * first != geometry->stride[0] * row)
			return false;
		at += (u64)stride * framering_rows(format, i, geometry->height);
	}
	return at <= geometry->slot_bytes;
}

/* Of pixels that are known: where V4L2 expects them. */
static int fr_pixfmt_lay_out(struct fr_pixfmt *format)
{
	const struct framering_format *known =
		framering_geometry_format(&format->geometry);
	struct framering_geometry *shown = &format->shown;
	u32 i, at = 0;
	int ret;

	*shown = format->geometry;
	format->direct = fr_pixfmt_fits(&format->geometry, known);
	if (!format->direct) {
		ret = framering_geometry_fill(shown, 0, PAGE_SIZE);
		if (ret)
			return ret;
	}
	for (i = 0; i < known->planes; i++) {
		shown->plane_bytes[i] = shown->stride[i] *
			framering_rows(known, i, shown->height);
		at += shown->plane_bytes[i];
	}
	format->pix.bytesperline = shown->stride[0];
	format->pix.sizeimage = at;
	return 0;
}

/**
 * fr_pixfmt_of_ring - a ring's frames in V4L2's words
 * @config: of the generation
 * @format: out: untouched on error
 *
 * Return: 0, or -EOPNOTSUPP: V4L2 has no word for it.
 */
int fr_pixfmt_of_ring(const struct framering_config *config,
		      struct fr_pixfmt *format)
{
	const struct framering_geometry *geometry = &config->geometry;
	u32 code = fr_pixfmt_find(geometry->fourcc);
	struct fr_pixfmt f = {
		.generation = config->generation,
		.geometry = *geometry,
		.picture = config->picture,
		.pix.width = geometry->width,
		.pix.height = geometry->height,
		.pix.pixelformat = code,
	};
	int ret = 0;

	if (!code || geometry->modifier)
		return -EOPNOTSUPP;
	if (framering_geometry_format(geometry)) {
		ret = fr_pixfmt_lay_out(&f);
	} else {
		f.compressed = true;
		f.direct = true;
		f.shown = *geometry;
		f.pix.sizeimage = min(geometry->frame_bytes,
				      geometry->slot_bytes);
	}
	if (ret)
		return -EOPNOTSUPP;
	fr_colours_to_v4l2(&f.picture,
			   framering_geometry_format(geometry), &f.pix);
	*format = f;
	return 0;
}

/**
 * fr_pixfmt_of_pix - what a ring has to be for what V4L2 is told
 * @pix: V4L2's words
 * @config: in and out: gets format, size, layout and colours; not on error
 *
 * Return: 0, -EINVAL (a format that the ring does not know).
 */
int fr_pixfmt_of_pix(const struct v4l2_pix_format *pix,
		     struct framering_config *config)
{
	u32 fourcc = fr_pixfmt_fourcc(pix->pixelformat);

	if (!fourcc)
		return -EINVAL;
	config->fourcc = fourcc;
	config->width = pix->width;
	config->height = pix->height;
	if (!framering_format_find(fourcc)) {
		config->flags |= FRAMERING_CONFIG_LAYOUT;
		config->geometry.planes = 1;
		config->geometry.plane_bytes[0] = pix->sizeimage;
		config->geometry.frame_bytes = pix->sizeimage;
	}
	fr_colours_from_v4l2(pix, framering_format_find(fourcc),
			     &config->picture);
	return 0;
}

/* A client that knows @a can go on with @b: it sees the same in its buffers. */
bool fr_pixfmt_equal(const struct fr_pixfmt *a, const struct fr_pixfmt *b)
{
	return a->pix.pixelformat == b->pix.pixelformat &&
	       a->pix.width == b->pix.width &&
	       a->pix.height == b->pix.height &&
	       a->pix.bytesperline == b->pix.bytesperline &&
	       a->pix.sizeimage == b->pix.sizeimage;
}
