/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The pixel formats and the arithmetic that lays a frame out in a slot. The
 * driver computes geometry with it and the library tells programs about
 * formats with it, so it exists once, here.
 */
#ifndef _UAPI_FRAMERING_FORMAT_H
#define _UAPI_FRAMERING_FORMAT_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/stddef.h>
#include <uapi/drm/drm_fourcc.h>
#else
#include <drm_fourcc.h>	/* libdrm's */
#include <errno.h>
#include <stddef.h>
#endif

#include "framering.h"

/**
 * struct framering_plane_format - one plane of a pixel format
 * @bytes: bytes of one unit
 * @unit_width: pixels that one unit covers in a line
 * @unit_height: lines that one line of units covers
 */
struct framering_plane_format {
	__u8 bytes;
	__u8 unit_width;
	__u8 unit_height;
};

/**
 * struct framering_format - a pixel format
 * @fourcc: DRM_FORMAT_ code
 * @name: the code as four characters, with a final zero
 * @ffmpeg: ffmpeg's name for the same bytes (-pix_fmt)
 * @yuv: not zero for luma and chroma
 * @alpha: not zero if there is an alpha channel
 * @planes: planes in use
 * @plane: the planes, in the order of their offsets
 */
struct framering_format {
	__u32 fourcc;
	char name[8];
	char ffmpeg[16];
	__u8 yuv;
	__u8 alpha;
	__u8 planes;
	struct framering_plane_format plane[FRAMERING_MAX_PLANES];
};

#define FRAMERING_NO_PLANE	{ 0, 0, 0 }
#define FRAMERING_PACKED(bytes, width)	\
	1, { { bytes, width, 1 }, FRAMERING_NO_PLANE, FRAMERING_NO_PLANE, \
	     FRAMERING_NO_PLANE }
#define FRAMERING_NV			\
	2, { { 1, 1, 1 }, { 2, 2, 2 }, FRAMERING_NO_PLANE, FRAMERING_NO_PLANE }
#define FRAMERING_PLANAR		\
	3, { { 1, 1, 1 }, { 1, 2, 2 }, { 1, 2, 2 }, FRAMERING_NO_PLANE }

static const struct framering_format framering_formats[] = {
	{ DRM_FORMAT_XRGB8888, "XR24", "bgr0", 0, 0, FRAMERING_PACKED(4, 1) },
	{ DRM_FORMAT_ARGB8888, "AR24", "bgra", 0, 1, FRAMERING_PACKED(4, 1) },
	{ DRM_FORMAT_XBGR8888, "XB24", "rgb0", 0, 0, FRAMERING_PACKED(4, 1) },
	{ DRM_FORMAT_RGB888, "RG24", "bgr24", 0, 0, FRAMERING_PACKED(3, 1) },
	{ DRM_FORMAT_BGR888, "BG24", "rgb24", 0, 0, FRAMERING_PACKED(3, 1) },
	{ DRM_FORMAT_RGB565, "RG16", "rgb565le", 0, 0, FRAMERING_PACKED(2, 1) },
	{ DRM_FORMAT_YUYV, "YUYV", "yuyv422", 1, 0, FRAMERING_PACKED(4, 2) },
	{ DRM_FORMAT_UYVY, "UYVY", "uyvy422", 1, 0, FRAMERING_PACKED(4, 2) },
	{ DRM_FORMAT_NV12, "NV12", "nv12", 1, 0, FRAMERING_NV },
	{ DRM_FORMAT_NV21, "NV21", "nv21", 1, 0, FRAMERING_NV },
	{ DRM_FORMAT_YUV420, "YU12", "yuv420p", 1, 0, FRAMERING_PLANAR },
	{ DRM_FORMAT_YVU420, "YV12", "", 1, 0, FRAMERING_PLANAR },
	{ DRM_FORMAT_R8, "R8  ", "gray", 0, 0, FRAMERING_PACKED(1, 1) },
};

#define FRAMERING_FORMATS	\
	(sizeof(framering_formats) / sizeof(framering_formats[0]))

/**
 * framering_format_find - look a format up
 * @fourcc: DRM_FORMAT_ code
 *
 * Return: the format, or NULL if it is not supported.
 */
static inline const struct framering_format *framering_format_find(__u32 fourcc)
{
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++)
		if (framering_formats[i].fourcc == fourcc)
			return &framering_formats[i];
	return NULL;
}

/**
 * framering_geometry_format - what is known of the pixels of a geometry
 * @geometry: the geometry
 *
 * Return: the format, or NULL: lines cannot be told apart in such frames.
 */
static inline const struct framering_format *
framering_geometry_format(const struct framering_geometry *geometry)
{
	return geometry->modifier ? NULL :
				    framering_format_find(geometry->fourcc);
}

/* Bytes of the pixels in one line of @plane. */
static inline __u32 framering_row_bytes(const struct framering_format *format,
					__u32 plane, __u32 width)
{
	const struct framering_plane_format *p = &format->plane[plane];

	return (width + p->unit_width - 1) / p->unit_width * p->bytes;
}

/* Lines of @plane. */
static inline __u32 framering_rows(const struct framering_format *format,
				   __u32 plane, __u32 height)
{
	const struct framering_plane_format *p = &format->plane[plane];

	return (height + p->unit_height - 1) / p->unit_height;
}

/**
 * framering_geometry_fill - lay a frame out
 * @geometry: in: fourcc, width and height; out: everything, without a modifier
 *	and without data beside the frames. Untouched on error.
 * @align: strides and plane offsets are multiples of this power of two, at
 *	most 4096; 0 or 1 for packed
 * @page_size: slots are multiples of this power of two
 *
 * No sum overflows: a line has at most FRAMERING_MAX_SIDE * 4 bytes and a
 * plane FRAMERING_MAX_SIDE lines, far below 64 bits.
 *
 * Return: 0; -EINVAL for an unknown format, a side that is 0 or too long, or a
 * bad alignment; -EFBIG if a slot would be over FRAMERING_MAX_SLOT_BYTES.
 */
static inline int framering_geometry_fill(struct framering_geometry *geometry,
					  __u32 align, __u32 page_size)
{
	const struct framering_format *format;
	struct framering_geometry g = *geometry;
	__u64 mask, at = 0;
	__u32 i;

	format = framering_format_find(g.fourcc);
	if (!format || !g.width || g.width > FRAMERING_MAX_SIDE ||
	    !g.height || g.height > FRAMERING_MAX_SIDE)
		return -EINVAL;
	if (!align)
		align = 1;
	if (align > 4096 || (align & (align - 1)))
		return -EINVAL;
	mask = align - 1;

	g.planes = format->planes;
	g.modifier = 0;
	g.meta_bytes = 0;
	for (i = 0; i < sizeof(g.reserved) / sizeof(g.reserved[0]); i++)
		g.reserved[i] = 0;
	for (i = 0; i < FRAMERING_MAX_PLANES; i++) {
		__u64 stride, bytes;

		g.stride[i] = 0;
		g.offset[i] = 0;
		g.plane_bytes[i] = 0;
		if (i >= g.planes)
			continue;
		stride = (framering_row_bytes(format, i, g.width) + mask) &
			 ~mask;
		g.stride[i] = (__u32)stride;
		g.offset[i] = (__u32)at;
		bytes = stride * framering_rows(format, i, g.height);
		at += bytes;
		if (at > FRAMERING_MAX_SLOT_BYTES)
			return -EFBIG;
		g.plane_bytes[i] = (__u32)bytes;
	}
	g.frame_bytes = (__u32)at;
	g.slot_bytes = (__u32)((at + page_size - 1) & ~((__u64)page_size - 1));
	*geometry = g;
	return 0;
}

/*
 * Bytes of the pixels of a frame: what a pipe carries. 0 for a format that is
 * not known.
 */
static inline __u32
framering_packed_bytes(const struct framering_geometry *geometry)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	__u32 bytes = 0, i;

	if (!format)
		return 0;
	for (i = 0; i < format->planes; i++)
		bytes += framering_row_bytes(format, i, geometry->width) *
			 framering_rows(format, i, geometry->height);
	return bytes;
}

/**
 * framering_packed_find - where a byte of a packed frame lies in its slot
 * @geometry: the frame's geometry
 * @at: number of the byte, below framering_packed_bytes()
 * @offset: out: bytes from the slot's start
 *
 * Return: bytes that follow there without a break, 0 if @at is past the end.
 */
static inline __u32
framering_packed_find(const struct framering_geometry *geometry, __u32 at,
		      __u32 *offset)
{
	const struct framering_format *format =
		framering_geometry_format(geometry);
	__u32 i;

	if (!format)
		return 0;
	for (i = 0; i < format->planes; i++) {
		__u32 row = framering_row_bytes(format, i, geometry->width);
		__u32 bytes = row * framering_rows(format, i,
						   geometry->height);

		if (at < bytes && geometry->stride[i] == row) {
			*offset = geometry->offset[i] + at;
			return bytes - at;
		}
		if (at < bytes) {
			*offset = geometry->offset[i] +
				  at / row * geometry->stride[i] + at % row;
			return row - at % row;
		}
		at -= bytes;
	}
	return 0;
}

#endif /* _UAPI_FRAMERING_FORMAT_H */
