/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The test picture's colours, in all matrices and with all numbers of bits. No
 * floating point: the driver draws, too.
 */
#ifndef _UAPI_FRAMERING_COLOUR_H
#define _UAPI_FRAMERING_COLOUR_H

#include "framering_format.h"

#define FRAMERING_COLOURS	9U

/**
 * struct framering_colour - a colour, and how it is written
 * @rgb: red, green and blue, 0 to 255
 * @luma: 0 to 65535
 * @chroma: Cb and Cr, -32768 to 32767
 * @full: not zero: samples have their full range
 */
struct framering_colour {
	__u8 rgb[3];
	__u16 luma;
	__s16 chroma[2];
	__u8 full;
};

/* 75 % bars, and white. */
#define FRAMERING_COLOUR_LIST(X)					\
	X(191, 191, 191), X(191, 191, 0), X(0, 191, 191), X(0, 191, 0),	\
	X(191, 0, 191), X(191, 0, 0), X(0, 0, 191), X(0, 0, 0),		\
	X(255, 255, 255)

/* @kr and @kb: shares of red and blue in luma, in 1/10000. */
#define FRAMERING_LUMA(kr, kb, r, g, b)					\
	((kr) * (__s64)(r) + (10000 - (kr) - (kb)) * (__s64)(g) +	\
	 (kb) * (__s64)(b))
/* Rounded; the compiler divides. */
#define FRAMERING_ROUND(n, d)	\
	(((n) < 0 ? (n) - (d) / 2 : (n) + (d) / 2) / (d))
#define FRAMERING_CHROMA(k, component, luma)				\
	FRAMERING_ROUND(65535 * (10000 * (__s64)(component) - (luma)),	\
			2 * (10000 - (k)) * (__s64)255)
#define FRAMERING_COLOUR(kr, kb, r, g, b)	{			\
	{ r, g, b },							\
	(__u16)FRAMERING_ROUND(65535 * FRAMERING_LUMA(kr, kb, r, g, b),	\
			       (__s64)2550000),				\
	{ (__s16)FRAMERING_CHROMA(kb, b,				\
				  FRAMERING_LUMA(kr, kb, r, g, b)),	\
	  (__s16)FRAMERING_CHROMA(kr, r,				\
				  FRAMERING_LUMA(kr, kb, r, g, b)) },	\
	0 }
#define FRAMERING_BT601(r, g, b)	FRAMERING_COLOUR(2990, 1140, r, g, b)
#define FRAMERING_BT709(r, g, b)	FRAMERING_COLOUR(2126, 722, r, g, b)
#define FRAMERING_FCC(r, g, b)		FRAMERING_COLOUR(3000, 1100, r, g, b)
#define FRAMERING_BT2020(r, g, b)	FRAMERING_COLOUR(2627, 593, r, g, b)
#define FRAMERING_SMPTE240M(r, g, b)	FRAMERING_COLOUR(2120, 870, r, g, b)

/**
 * framering_colour - one of the test picture's colours
 * @geometry: of the frame
 * @picture: what is told of it
 * @format: the frame's
 * @number: 0 to FRAMERING_COLOURS - 1
 */
static inline struct framering_colour
framering_colour(const struct framering_geometry *geometry,
		 const struct framering_picture *picture,
		 const struct framering_format *format, __u32 number)
{
	static const struct framering_colour bt601[] = {
		FRAMERING_COLOUR_LIST(FRAMERING_BT601)
	}, bt709[] = {
		FRAMERING_COLOUR_LIST(FRAMERING_BT709)
	}, fcc[] = {
		FRAMERING_COLOUR_LIST(FRAMERING_FCC)
	}, bt2020[] = {
		FRAMERING_COLOUR_LIST(FRAMERING_BT2020)
	}, smpte240m[] = {
		FRAMERING_COLOUR_LIST(FRAMERING_SMPTE240M)
	};
	struct framering_colour colour;

	switch (framering_matrix(picture, geometry->width, geometry->height)) {
	case FRAMERING_MATRIX_BT709:
		colour = bt709[number];
		break;
	case FRAMERING_MATRIX_FCC:
		colour = fcc[number];
		break;
	case FRAMERING_MATRIX_SMPTE240M:
		colour = smpte240m[number];
		break;
	case FRAMERING_MATRIX_BT2020:
		colour = bt2020[number];
		break;
	default:
		colour = bt601[number];
		break;
	}
	colour.full = (__u8)framering_is_full_range(format, picture);
	return colour;
}

/* @fraction of @most, 65535 is all of it; rounded. */
static inline __u32 framering_colour_part(__u32 fraction, __u32 most)
{
	/* At most 65535 * 65535 + 32767: below 32 bits. */
	return (fraction * most + 32767) / 65535;
}

/* Red, green, blue or luma, of which 65535 is all. */
static inline __u32
framering_colour_level(const struct framering_colour *colour, __u32 fraction,
		       __u32 bits)
{
	__u32 most = (1U << bits) - 1, one;

	if (colour->full)
		return framering_colour_part(fraction, most);
	/* Of fewer than 8 bits, what is left of the same numbers. */
	one = bits < 8 ? 1U : 1U << (bits - 8);
	return (16 * one + framering_colour_part(fraction, 219 * one)) >>
	       (bits < 8 ? 8 - bits : 0);
}

static inline __u32
framering_colour_chroma(const struct framering_colour *colour, __u32 which,
			__u32 bits)
{
	__s32 chroma = colour->chroma[which];
	__u32 span = colour->full ? (1U << bits) - 1 : 224U << (bits - 8);
	__u32 middle = 1U << (bits - 1), part;

	part = framering_colour_part((__u32)(chroma < 0 ? -chroma : chroma),
				     span);
	if (chroma < 0)
		return middle - part;
	/* Half of an even number of steps above the middle is one too many. */
	part += middle;
	return part >> bits ? (1U << bits) - 1 : part;
}

/**
 * framering_colour_sample - one sample of a pixel in some colour
 * @format: its format
 * @colour: the colour
 * @letter: what of it, as in framering_plane_format.samples
 * @bits: how many; at most 16, and 8 or more for chroma
 */
static inline __u32
framering_colour_sample(const struct framering_format *format,
			const struct framering_colour *colour, char letter,
			__u32 bits)
{
	__u32 all = (1U << bits) - 1;

	switch (letter) {
	case 'R':
		return framering_colour_level(colour, colour->rgb[0] * 257U,
					      bits);
	case 'G':
		return framering_colour_level(colour, colour->rgb[1] * 257U,
					      bits);
	case 'B':
		return framering_colour_level(colour, colour->rgb[2] * 257U,
					      bits);
	case 'Y':
		return framering_colour_level(colour, colour->luma, bits);
	case 'U':
		return framering_colour_chroma(colour, 0, bits);
	case 'V':
		return framering_colour_chroma(colour, 1, bits);
	case 'A':
		return all;
	default:
		/* Programs that take it for alpha see the picture. */
		return format->model == FRAMERING_MODEL_RGB ? all : 0;
	}
}

#endif /* _UAPI_FRAMERING_COLOUR_H */
