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

/*
 * A format's code is DRM's fourcc. Where DRM has none, it is that of V4L2 with
 * FRAMERING_CODE_V4L2, and where neither has one, our own with
 * FRAMERING_CODE_OWN: characters have seven bits.
 */
#define FRAMERING_CODE_V4L2	0x80U
#define FRAMERING_CODE_OWN	0x8000U
#define FRAMERING_CODE(a, b, c, d)	\
	((__u32)(a) | (__u32)(b) << 8 | (__u32)(c) << 16 | (__u32)(d) << 24)
#define FRAMERING_V4L2_CODE(a, b, c, d)	\
	(FRAMERING_CODE(a, b, c, d) | FRAMERING_CODE_V4L2)
#define FRAMERING_OWN_CODE(a, b, c, d)	\
	(FRAMERING_CODE(a, b, c, d) | FRAMERING_CODE_OWN)

/*
 * Compressed formats, of one plane that has as many bytes as a frame tells. The
 * driver knows none of them: the producer says how many there may be, with
 * FRAMERING_CONFIG_LAYOUT. A frame of H.264 or HEVC is an access unit with
 * start codes (Annex B).
 */
#define FRAMERING_FORMAT_JPEG	FRAMERING_V4L2_CODE('J', 'P', 'E', 'G')
#define FRAMERING_FORMAT_H264	FRAMERING_V4L2_CODE('H', '2', '6', '4')
#define FRAMERING_FORMAT_HEVC	FRAMERING_V4L2_CODE('H', 'E', 'V', 'C')

/* No unit is longer. */
#define FRAMERING_MAX_UNIT_BYTES	128U
/* Nor any line of pixels. */
#define FRAMERING_MAX_ROW_BYTES		(FRAMERING_MAX_SIDE * 8U)

/**
 * enum framering_model - what the samples of a pixel are
 * @FRAMERING_MODEL_RGB: red, green and blue
 * @FRAMERING_MODEL_YUV: luma and chroma
 * @FRAMERING_MODEL_GREY: luma alone, from black to white if nothing is told
 * @FRAMERING_MODEL_BAYER: one of red, green and blue: behind a colour filter
 */
enum framering_model {
	FRAMERING_MODEL_RGB = 0,
	FRAMERING_MODEL_YUV = 1,
	FRAMERING_MODEL_GREY = 2,
	FRAMERING_MODEL_BAYER = 3,
};

/**
 * struct framering_plane_format - one plane of a pixel format
 * @bytes: bytes of one unit
 * @unit_width: pixels that one unit covers in a line
 * @unit_height: lines that one line of units covers
 * @samples: what a unit holds, from the lowest bit of its first byte on, little
 *	endian: each a letter (R, G, B, Y, U, V, A; x for nothing) and how many
 *	bits; again from the start until the unit is full
 * @odd: the same for lines with an odd number; NULL: no different
 */
struct framering_plane_format {
	__u8 bytes;
	__u8 unit_width;
	__u8 unit_height;
	const char *samples;
	const char *odd;
};

/**
 * struct framering_format - a pixel format
 * @fourcc: its code
 * @name: its name, which no other has; that of a DRM code is its characters
 * @model: enum framering_model
 * @bits: of the longest sample
 * @alpha: not zero if there is an alpha channel
 * @planes: planes in use
 * @plane: the planes, in the order of their offsets
 */
struct framering_format {
	__u32 fourcc;
	char name[8];
	__u8 model;
	__u8 bits;
	__u8 alpha;
	__u8 planes;
	struct framering_plane_format plane[FRAMERING_MAX_PLANES];
};

#include "framering_formats.h"

#define FRAMERING_FORMATS	\
	(sizeof(framering_formats) / sizeof(framering_formats[0]))

/**
 * framering_format_find - look a format up
 * @fourcc: its code
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

/* Whether a format's lines are luma and chroma, which want a matrix. */
static inline int framering_format_is_yuv(const struct framering_format *format)
{
	return format->model == FRAMERING_MODEL_YUV;
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
 * No sum overflows: a line has at most FRAMERING_MAX_ROW_BYTES and a plane
 * FRAMERING_MAX_SIDE lines, far below 64 bits.
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

/* MatrixCoefficients of ITU-T H.273, those that are known here. */
#define FRAMERING_MATRIX_BT709		1U
#define FRAMERING_MATRIX_FCC		4U
#define FRAMERING_MATRIX_BT470BG	5U
#define FRAMERING_MATRIX_BT601		6U
#define FRAMERING_MATRIX_SMPTE240M	7U
#define FRAMERING_MATRIX_BT2020		9U

/**
 * framering_matrix - which matrix a picture of luma and chroma has
 * @picture: what is told of it
 * @width: coded width in pixels
 * @height: coded height in pixels
 *
 * If nothing is told, or nothing that is known here, that of the television
 * system of this size, as most players guess: BT.709 from 1280 pixels or 577
 * lines on, BT.601 below.
 *
 * Return: a FRAMERING_MATRIX_ value.
 */
static inline __u32 framering_matrix(const struct framering_picture *picture,
				     __u32 width, __u32 height)
{
	switch (picture->matrix) {
	case FRAMERING_MATRIX_BT709:
	case FRAMERING_MATRIX_FCC:
	case FRAMERING_MATRIX_BT470BG:
	case FRAMERING_MATRIX_BT601:
	case FRAMERING_MATRIX_SMPTE240M:
	case FRAMERING_MATRIX_BT2020:
		return picture->matrix;
	default:
		return width >= 1280 || height > 576 ? FRAMERING_MATRIX_BT709 :
						       FRAMERING_MATRIX_BT601;
	}
}

/**
 * framering_is_full_range - whether samples have all of their range
 * @format: the frame's
 * @picture: what is told of it
 *
 * If nothing is told, luma and chroma have the limited range, and anything else
 * has all of it.
 */
static inline int
framering_is_full_range(const struct framering_format *format,
			const struct framering_picture *picture)
{
	return framering_format_is_yuv(format) ?
	       picture->range == FRAMERING_RANGE_FULL :
	       picture->range != FRAMERING_RANGE_LIMITED;
}

#endif /* _UAPI_FRAMERING_FORMAT_H */
