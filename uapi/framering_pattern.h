/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The test picture: colour bars, a mark that moves with every frame, and the
 * frame's number. The driver's own producer and framering-produce draw the
 * same one, line by line, so that a frame can be checked by its bytes.
 */
#ifndef _UAPI_FRAMERING_PATTERN_H
#define _UAPI_FRAMERING_PATTERN_H

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

#include "framering_format.h"

/* Palette entries: eight bars, then full white; black is the last bar. */
#define FRAMERING_PATTERN_BARS		8U
#define FRAMERING_PATTERN_BLACK		7U
#define FRAMERING_PATTERN_WHITE		8U
#define FRAMERING_PATTERN_COLOURS	9U
#define FRAMERING_PATTERN_DIGITS	8U

/* What a line of the picture shows; lines of one kind are the same. */
#define FRAMERING_PATTERN_LINE_BARS	0U
#define FRAMERING_PATTERN_LINE_MARK	1U
/* Line i of the digits, 0 to 4, and the empty line above them. */
#define FRAMERING_PATTERN_LINE_DIGIT	2U
#define FRAMERING_PATTERN_LINE_EDGE	7U

/* R, G, B, then Y, Cb, Cr of ITU-R BT.601 in limited range; 75 % bars. */
static const __u8 framering_pattern_palette[FRAMERING_PATTERN_COLOURS][6] = {
	{ 191, 191, 191, 180, 128, 128 },	/* grey */
	{ 191, 191, 0, 162, 44, 142 },		/* yellow */
	{ 0, 191, 191, 131, 156, 44 },		/* cyan */
	{ 0, 191, 0, 112, 72, 58 },		/* green */
	{ 191, 0, 191, 84, 184, 198 },		/* magenta */
	{ 191, 0, 0, 65, 100, 212 },		/* red */
	{ 0, 0, 191, 35, 212, 114 },		/* blue */
	{ 0, 0, 0, 16, 128, 128 },		/* black */
	{ 255, 255, 255, 235, 128, 128 },	/* white */
};

/* Digits of 3 by 5 dots, a line in three bits, the first line highest. */
static const __u16 framering_pattern_font[10] = {
	0x7b6f, 0x2c97, 0x73e7, 0x73cf, 0x5bc9,
	0x79cf, 0x79ef, 0x7249, 0x7bef, 0x7bcf,
};

/* Size of one dot of the digits, in pixels. */
static inline __u32
framering_pattern_dot(const struct framering_geometry *geometry)
{
	__u32 side = geometry->width < geometry->height ?
		     geometry->width : geometry->height;

	return side / 96 + 1;
}

/**
 * framering_pattern_line - what line @y of the picture shows
 * @geometry: the frame's geometry
 * @y: line, in pixels from the top
 *
 * Return: a FRAMERING_PATTERN_LINE_ value.
 */
static inline __u32
framering_pattern_line(const struct framering_geometry *geometry, __u32 y)
{
	__u32 row = y / framering_pattern_dot(geometry);

	if (row == 0 || row == 6)
		return FRAMERING_PATTERN_LINE_EDGE;
	if (row < 6)
		return FRAMERING_PATTERN_LINE_DIGIT + row - 1;
	if (y >= geometry->height - geometry->height / 8)
		return FRAMERING_PATTERN_LINE_MARK;
	return FRAMERING_PATTERN_LINE_BARS;
}

/* Not zero: lines that show @line differ from frame to frame. */
static inline int framering_pattern_changes(__u32 line)
{
	return line != FRAMERING_PATTERN_LINE_BARS &&
	       line != FRAMERING_PATTERN_LINE_EDGE;
}

/* Palette entry of column @column of the digits, in line @line of the font. */
static inline __u32 framering_pattern_digit(__u64 frame, __u32 line,
					    __u32 column)
{
	__u32 place = FRAMERING_PATTERN_DIGITS - 1 - column / 4;
	/* The counter shows eight digits; 32 bits hold them. */
	__u32 number = (__u32)(frame & 0x3ffffff);

	if (column % 4 == 3)
		return FRAMERING_PATTERN_BLACK;
	while (place--)
		number /= 10;
	return framering_pattern_font[number % 10] >>
	       (14 - line * 3 - column % 4) & 1 ?
	       FRAMERING_PATTERN_WHITE : FRAMERING_PATTERN_BLACK;
}

/* Palette entry of the pixel in column @x of a line that shows @line. */
static inline __u32
framering_pattern_colour(const struct framering_geometry *geometry,
			 __u64 frame, __u32 line, __u32 x)
{
	__u32 width = geometry->width;
	__u32 dots = x / framering_pattern_dot(geometry);
	__u32 mark;

	if (line >= FRAMERING_PATTERN_LINE_DIGIT &&
	    dots < FRAMERING_PATTERN_DIGITS * 4 + 1) {
		if (line == FRAMERING_PATTERN_LINE_EDGE || !dots)
			return FRAMERING_PATTERN_BLACK;
		return framering_pattern_digit(frame,
			line - FRAMERING_PATTERN_LINE_DIGIT, dots - 1);
	}
	if (line == FRAMERING_PATTERN_LINE_MARK) {
		mark = ((__u32)(frame & 0xffff) * (width / 64 + 1)) % width;
		return (x + width - mark) % width < width / 16 + 1 ?
		       FRAMERING_PATTERN_WHITE : FRAMERING_PATTERN_BLACK;
	}
	return x * FRAMERING_PATTERN_BARS / width;
}

/* The bytes of one unit of @plane in palette entry @colour. */
static inline void framering_pattern_unit(__u32 fourcc, __u32 plane,
					  __u32 colour, __u8 unit[4])
{
	const __u8 *p = framering_pattern_palette[colour];
	__u32 rgb16;

	switch (fourcc) {
	case DRM_FORMAT_XBGR8888:
	case DRM_FORMAT_BGR888:
		unit[0] = p[0], unit[1] = p[1], unit[2] = p[2], unit[3] = 255;
		break;
	case DRM_FORMAT_RGB565:
		rgb16 = (__u32)(p[0] >> 3) << 11 | (__u32)(p[1] >> 2) << 5 |
			(__u32)(p[2] >> 3);
		unit[0] = (__u8)rgb16, unit[1] = (__u8)(rgb16 >> 8);
		break;
	case DRM_FORMAT_YUYV:
		unit[0] = p[3], unit[1] = p[4], unit[2] = p[3], unit[3] = p[5];
		break;
	case DRM_FORMAT_UYVY:
		unit[0] = p[4], unit[1] = p[3], unit[2] = p[5], unit[3] = p[3];
		break;
	case DRM_FORMAT_NV12:
	case DRM_FORMAT_YUV420:
		unit[0] = p[3 + plane], unit[1] = p[5];
		break;
	case DRM_FORMAT_NV21:
	case DRM_FORMAT_YVU420:
		unit[0] = p[plane ? 6 - plane : 3], unit[1] = p[4];
		break;
	case DRM_FORMAT_R8:
		unit[0] = p[3];
		break;
	default:
		unit[0] = p[2], unit[1] = p[1], unit[2] = p[0], unit[3] = 255;
		break;
	}
}

/**
 * framering_pattern_row - draw one line of one plane
 * @geometry: the frame's geometry
 * @plane: number of the plane
 * @line: what the line shows, from framering_pattern_line()
 * @frame: number of the frame
 * @row: gets framering_row_bytes() bytes
 */
static inline void
framering_pattern_row(const struct framering_geometry *geometry, __u32 plane,
		      __u32 line, __u64 frame, __u8 *row)
{
	const struct framering_format *format =
		framering_format_find(geometry->fourcc);
	__u8 unit[FRAMERING_PATTERN_COLOURS][4];
	__u32 bytes, step, x, i;

	if (!format)
		return;
	bytes = format->plane[plane].bytes;
	step = format->plane[plane].unit_width;
	for (i = 0; i < FRAMERING_PATTERN_COLOURS; i++)
		framering_pattern_unit(geometry->fourcc, plane, i, unit[i]);
	for (x = 0; x < geometry->width; x += step, row += bytes)
		memcpy(row, unit[framering_pattern_colour(geometry, frame,
							  line, x)], bytes);
}

#endif /* _UAPI_FRAMERING_PATTERN_H */
