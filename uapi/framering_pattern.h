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

#include "framering_colour.h"

/* Colours: eight bars, then full white; black is the last bar. */
#define FRAMERING_PATTERN_BARS		8U
#define FRAMERING_PATTERN_BLACK		7U
#define FRAMERING_PATTERN_WHITE		8U
#define FRAMERING_PATTERN_COLOURS	FRAMERING_COLOURS
#define FRAMERING_PATTERN_DIGITS	8U

/* What a line of the picture shows; lines of one kind are the same. */
#define FRAMERING_PATTERN_LINE_BARS	0U
#define FRAMERING_PATTERN_LINE_MARK	1U
/* Line i of the digits, 0 to 4, and the empty line above them. */
#define FRAMERING_PATTERN_LINE_DIGIT	2U
#define FRAMERING_PATTERN_LINE_EDGE	7U
/* Beside these: the second line of two that a colour filter array has. */
#define FRAMERING_PATTERN_LINE_ODD	8U

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

static inline __u32
framering_pattern_line_kind(const struct framering_geometry *geometry, __u32 y)
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
	/* Of all that are V4L2's, only those of colour filters have tables. */
	__u32 odd = geometry->fourcc & FRAMERING_CODE_V4L2 && y % 2 ?
		    FRAMERING_PATTERN_LINE_ODD : 0;

	return framering_pattern_line_kind(geometry, y) | odd;
}

/* Not zero: lines that show @line differ from frame to frame. */
static inline int framering_pattern_changes(__u32 line)
{
	__u32 kind = line & ~FRAMERING_PATTERN_LINE_ODD;

	return kind != FRAMERING_PATTERN_LINE_BARS &&
	       kind != FRAMERING_PATTERN_LINE_EDGE;
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

/* Put the lower @bits of @value to bit @at of @unit, which is zero there. */
static inline void framering_pattern_put(__u8 *unit, __u32 at, __u32 bits,
					 __u32 value)
{
	while (bits) {
		__u32 shift = at % 8, some = 8 - shift;

		if (some > bits)
			some = bits;
		unit[at / 8] |= (__u8)((value & ((1U << some) - 1)) << shift);
		value >>= some;
		at += some;
		bits -= some;
	}
}

/* The bytes of one unit that has one colour, and @samples. */
static inline void
framering_pattern_unit(const struct framering_geometry *geometry,
		       const struct framering_picture *picture,
		       const struct framering_format *format, __u32 number,
		       const char *samples, __u32 bytes, __u8 *unit)
{
	struct framering_colour colour =
		framering_colour(geometry, picture, format, number);
	const char *s = samples;
	__u32 at = 0;

	memset(unit, 0, bytes);
	while (at < bytes * 8) {
		char letter = *s++;
		__u32 bits = 0;

		while (*s >= '0' && *s <= '9')
			bits = bits * 10 + (__u32)(*s++ - '0');
		framering_pattern_put(unit, at, bits,
				      framering_colour_sample(format, &colour,
							      letter, bits));
		at += bits;
		if (!*s)
			s = samples;
	}
}

/**
 * framering_pattern_row - draw one line of one plane
 * @geometry: the frame's geometry
 * @picture: the stream's colours; see framering_colour()
 * @plane: number of the plane
 * @line: what the line shows, from framering_pattern_line()
 * @frame: number of the frame
 * @row: gets framering_row_bytes() bytes
 */
static inline void
framering_pattern_row(const struct framering_geometry *geometry,
		      const struct framering_picture *picture, __u32 plane,
		      __u32 line, __u64 frame, __u8 *row)
{
	const struct framering_format *format =
		framering_format_find(geometry->fourcc);
	__u32 kind = line & ~FRAMERING_PATTERN_LINE_ODD, x, number;
	__u32 last = FRAMERING_PATTERN_COLOURS;
	const struct framering_plane_format *p;
	__u8 unit[FRAMERING_MAX_UNIT_BYTES];
	const char *samples;

	if (!format)
		return;
	p = &format->plane[plane];
	samples = kind != line && p->odd ? p->odd : p->samples;
	for (x = 0; x < geometry->width; x += p->unit_width, row += p->bytes) {
		number = framering_pattern_colour(geometry, frame, kind, x);
		if (number != last)
			framering_pattern_unit(geometry, picture, format,
					       number, samples, p->bytes, unit);
		last = number;
		memcpy(row, unit, p->bytes);
	}
}

/**
 * framering_pattern_draw - draw a whole frame
 * @geometry: the frame's geometry, of a format that is known
 * @picture: the stream's colours; see framering_colour()
 * @frame: number of the frame
 * @data: the slot
 */
static inline void
framering_pattern_draw(const struct framering_geometry *geometry,
		       const struct framering_picture *picture, __u64 frame,
		       __u8 *data)
{
	const struct framering_format *format =
		framering_format_find(geometry->fourcc);
	__u32 plane, y;

	for (plane = 0; plane < geometry->planes; plane++)
		for (y = 0; y < framering_rows(format, plane, geometry->height);
		     y++)
			framering_pattern_row(geometry, picture, plane,
				framering_pattern_line(geometry, y *
					format->plane[plane].unit_height),
				frame, data + geometry->offset[plane] +
				(size_t)y * geometry->stride[plane]);
}

#endif /* _UAPI_FRAMERING_PATTERN_H */
