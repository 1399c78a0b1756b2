/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The pixel formats that can be laid out, one line each. Part of
 * framering_format.h, which says what the columns mean.
 */
#ifndef _UAPI_FRAMERING_FORMATS_H
#define _UAPI_FRAMERING_FORMATS_H

#define FRAMERING_NO_PLANE	{ 0, 0, 0, NULL, NULL }
/* A plane of all pixels; of half of them in a line; and in both directions. */
#define FRAMERING_WHOLE(bytes, samples)	{ bytes, 1, 1, samples, NULL }
#define FRAMERING_HALF(bytes, samples)	{ bytes, 2, 1, samples, NULL }
#define FRAMERING_QUARTER(bytes, samples)	{ bytes, 2, 2, samples, NULL }

#define FRAMERING_ONE_PLANE(bytes, width, samples)			\
	1, { { bytes, width, 1, samples, NULL }, FRAMERING_NO_PLANE,	\
	     FRAMERING_NO_PLANE, FRAMERING_NO_PLANE }
/* Two lines of a colour filter array, which has a period of 2 by 2 pixels. */
#define FRAMERING_MOSAIC(bytes, even, odd)				\
	1, { { bytes, 2, 1, even, odd }, FRAMERING_NO_PLANE,		\
	     FRAMERING_NO_PLANE, FRAMERING_NO_PLANE }

#define FRAMERING_RGB(code, name, bits, alpha, bytes, samples)		\
	{ code, name, FRAMERING_MODEL_RGB, bits, alpha,			\
	  FRAMERING_ONE_PLANE(bytes, 1, samples) }
#define FRAMERING_GREY(code, name, bits, bytes, width, samples)	\
	{ code, name, FRAMERING_MODEL_GREY, bits, 0,			\
	  FRAMERING_ONE_PLANE(bytes, width, samples) }
#define FRAMERING_BAYER(code, name, bits, bytes, even, odd)		\
	{ code, name, FRAMERING_MODEL_BAYER, bits, 0,			\
	  FRAMERING_MOSAIC(bytes, even, odd) }
#define FRAMERING_PACKED(code, name, bits, bytes, width, samples)	\
	{ code, name, FRAMERING_MODEL_YUV, bits, 0,			\
	  FRAMERING_ONE_PLANE(bytes, width, samples) }
/* The planes follow: two, and three. */
#define FRAMERING_SEMIPLANAR(code, name, bits, ...)			\
	{ code, name, FRAMERING_MODEL_YUV, bits, 0, 2,			\
	  { __VA_ARGS__, FRAMERING_NO_PLANE, FRAMERING_NO_PLANE } }
#define FRAMERING_PLANAR(code, name, bits, ...)				\
	{ code, name, FRAMERING_MODEL_YUV, bits, 0, 3,			\
	  { __VA_ARGS__, FRAMERING_NO_PLANE } }
/* Luma and chroma of more than 8 bits, in the lower bits of 16. */
#define FRAMERING_PLANAR_420(code, name, bits, y, u, v)			\
	FRAMERING_PLANAR(code, name, bits, FRAMERING_WHOLE(2, y),	\
			 FRAMERING_QUARTER(2, u), FRAMERING_QUARTER(2, v))
#define FRAMERING_PLANAR_422(code, name, bits, y, u, v)			\
	FRAMERING_PLANAR(code, name, bits, FRAMERING_WHOLE(2, y),	\
			 FRAMERING_HALF(2, u), FRAMERING_HALF(2, v))
#define FRAMERING_PLANAR_444(code, name, bits, y, u, v)			\
	FRAMERING_PLANAR(code, name, bits, FRAMERING_WHOLE(2, y),	\
			 FRAMERING_WHOLE(2, u), FRAMERING_WHOLE(2, v))

/* Six pixels in 16 bytes; lines are whole units of 48 pixels. */
#define FRAMERING_V210	\
	"U10Y10V10x2Y10U10Y10x2V10Y10U10x2Y10V10Y10x2"

#define FRAMERING_V4L2(a, b, c, d)	FRAMERING_V4L2_CODE(a, b, c, d)
#define FRAMERING_OWN(a, b, c, d)	FRAMERING_OWN_CODE(a, b, c, d)

static const struct framering_format framering_formats[] = {
	FRAMERING_RGB(FRAMERING_CODE('X', 'R', '2', '4'), "XR24", 8, 0, 4,
		      "B8G8R8x8"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'R', '2', '4'), "AR24", 8, 1, 4,
		      "B8G8R8A8"),
	FRAMERING_RGB(FRAMERING_CODE('X', 'B', '2', '4'), "XB24", 8, 0, 4,
		      "R8G8B8x8"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'B', '2', '4'), "AB24", 8, 1, 4,
		      "R8G8B8A8"),
	FRAMERING_RGB(FRAMERING_CODE('R', 'X', '2', '4'), "RX24", 8, 0, 4,
		      "x8B8G8R8"),
	FRAMERING_RGB(FRAMERING_CODE('R', 'A', '2', '4'), "RA24", 8, 1, 4,
		      "A8B8G8R8"),
	FRAMERING_RGB(FRAMERING_CODE('B', 'X', '2', '4'), "BX24", 8, 0, 4,
		      "x8R8G8B8"),
	FRAMERING_RGB(FRAMERING_CODE('B', 'A', '2', '4'), "BA24", 8, 1, 4,
		      "A8R8G8B8"),
	FRAMERING_RGB(FRAMERING_CODE('R', 'G', '2', '4'), "RG24", 8, 0, 3,
		      "B8G8R8"),
	FRAMERING_RGB(FRAMERING_CODE('B', 'G', '2', '4'), "BG24", 8, 0, 3,
		      "R8G8B8"),
	FRAMERING_RGB(FRAMERING_CODE('R', 'G', '1', '6'), "RG16", 6, 0, 2,
		      "B5G6R5"),
	FRAMERING_RGB(FRAMERING_CODE('B', 'G', '1', '6'), "BG16", 6, 0, 2,
		      "R5G6B5"),
	FRAMERING_RGB(FRAMERING_CODE('X', 'R', '3', '0'), "XR30", 10, 0, 4,
		      "B10G10R10x2"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'R', '3', '0'), "AR30", 10, 1, 4,
		      "B10G10R10A2"),
	FRAMERING_RGB(FRAMERING_CODE('X', 'B', '3', '0'), "XB30", 10, 0, 4,
		      "R10G10B10x2"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'B', '3', '0'), "AB30", 10, 1, 4,
		      "R10G10B10A2"),
	FRAMERING_RGB(FRAMERING_CODE('X', 'R', '4', '8'), "XR48", 16, 0, 8,
		      "B16G16R16x16"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'R', '4', '8'), "AR48", 16, 1, 8,
		      "B16G16R16A16"),
	FRAMERING_RGB(FRAMERING_CODE('X', 'B', '4', '8'), "XB48", 16, 0, 8,
		      "R16G16B16x16"),
	FRAMERING_RGB(FRAMERING_CODE('A', 'B', '4', '8'), "AB48", 16, 1, 8,
		      "R16G16B16A16"),
	FRAMERING_RGB(FRAMERING_CODE('R', 'G', '4', '8'), "RG48", 16, 0, 6,
		      "B16G16R16"),
	FRAMERING_RGB(FRAMERING_CODE('B', 'G', '4', '8'), "BG48", 16, 0, 6,
		      "R16G16B16"),

	FRAMERING_PACKED(FRAMERING_CODE('Y', 'U', 'Y', 'V'), "YUYV", 8, 4, 2,
			 "Y8U8Y8V8"),
	FRAMERING_PACKED(FRAMERING_CODE('Y', 'V', 'Y', 'U'), "YVYU", 8, 4, 2,
			 "Y8V8Y8U8"),
	FRAMERING_PACKED(FRAMERING_CODE('U', 'Y', 'V', 'Y'), "UYVY", 8, 4, 2,
			 "U8Y8V8Y8"),
	FRAMERING_PACKED(FRAMERING_CODE('V', 'Y', 'U', 'Y'), "VYUY", 8, 4, 2,
			 "V8Y8U8Y8"),
	FRAMERING_PACKED(FRAMERING_CODE('Y', '2', '1', '0'), "Y210", 10, 8, 2,
			 "x6Y10x6U10x6Y10x6V10"),
	FRAMERING_PACKED(FRAMERING_OWN('v', '2', '1', '0'), "v210", 10, 128, 48,
			 FRAMERING_V210),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '1', '2'), "NV12", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_QUARTER(2, "U8V8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '2', '1'), "NV21", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_QUARTER(2, "V8U8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '1', '6'), "NV16", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_HALF(2, "U8V8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '6', '1'), "NV61", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_HALF(2, "V8U8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '2', '4'), "NV24", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_WHOLE(2, "U8V8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('N', 'V', '4', '2'), "NV42", 8,
			     FRAMERING_WHOLE(1, "Y8"),
			     FRAMERING_WHOLE(2, "V8U8")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('P', '0', '1', '0'), "P010", 10,
			     FRAMERING_WHOLE(2, "x6Y10"),
			     FRAMERING_QUARTER(4, "x6U10x6V10")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('P', '0', '1', '2'), "P012", 12,
			     FRAMERING_WHOLE(2, "x4Y12"),
			     FRAMERING_QUARTER(4, "x4U12x4V12")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('P', '0', '1', '6'), "P016", 16,
			     FRAMERING_WHOLE(2, "Y16"),
			     FRAMERING_QUARTER(4, "U16V16")),
	FRAMERING_SEMIPLANAR(FRAMERING_CODE('P', '2', '1', '0'), "P210", 10,
			     FRAMERING_WHOLE(2, "x6Y10"),
			     FRAMERING_HALF(4, "x6U10x6V10")),

	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'U', '1', '2'), "YU12", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_QUARTER(1, "U8"),
			 FRAMERING_QUARTER(1, "V8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'V', '1', '2'), "YV12", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_QUARTER(1, "V8"),
			 FRAMERING_QUARTER(1, "U8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'U', '1', '6'), "YU16", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_HALF(1, "U8"),
			 FRAMERING_HALF(1, "V8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'V', '1', '6'), "YV16", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_HALF(1, "V8"),
			 FRAMERING_HALF(1, "U8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'U', '2', '4'), "YU24", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_WHOLE(1, "U8"),
			 FRAMERING_WHOLE(1, "V8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'V', '2', '4'), "YV24", 8,
			 FRAMERING_WHOLE(1, "Y8"), FRAMERING_WHOLE(1, "V8"),
			 FRAMERING_WHOLE(1, "U8")),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'U', '1', '1'), "YU11", 8,
			 FRAMERING_WHOLE(1, "Y8"), { 1, 4, 1, "U8", NULL },
			 { 1, 4, 1, "V8", NULL }),
	FRAMERING_PLANAR(FRAMERING_CODE('Y', 'U', 'V', '9'), "YUV9", 8,
			 FRAMERING_WHOLE(1, "Y8"), { 1, 4, 4, "U8", NULL },
			 { 1, 4, 4, "V8", NULL }),
	{ FRAMERING_OWN('Y', 'A', '2', '4'), "YA24", FRAMERING_MODEL_YUV, 8, 1,
	  4, { FRAMERING_WHOLE(1, "Y8"), FRAMERING_WHOLE(1, "U8"),
	       FRAMERING_WHOLE(1, "V8"), FRAMERING_WHOLE(1, "A8") } },
	FRAMERING_PLANAR_420(FRAMERING_OWN('S', '0', '0', '9'), "S009", 9,
			     "Y9x7", "U9x7", "V9x7"),
	FRAMERING_PLANAR_422(FRAMERING_OWN('S', '2', '0', '9'), "S209", 9,
			     "Y9x7", "U9x7", "V9x7"),
	FRAMERING_PLANAR_444(FRAMERING_OWN('S', '4', '0', '9'), "S409", 9,
			     "Y9x7", "U9x7", "V9x7"),
	FRAMERING_PLANAR_420(FRAMERING_CODE('S', '0', '1', '0'), "S010", 10,
			     "Y10x6", "U10x6", "V10x6"),
	FRAMERING_PLANAR_422(FRAMERING_CODE('S', '2', '1', '0'), "S210", 10,
			     "Y10x6", "U10x6", "V10x6"),
	FRAMERING_PLANAR_444(FRAMERING_CODE('S', '4', '1', '0'), "S410", 10,
			     "Y10x6", "U10x6", "V10x6"),
	FRAMERING_PLANAR_420(FRAMERING_CODE('S', '0', '1', '2'), "S012", 12,
			     "Y12x4", "U12x4", "V12x4"),
	FRAMERING_PLANAR_422(FRAMERING_CODE('S', '2', '1', '2'), "S212", 12,
			     "Y12x4", "U12x4", "V12x4"),
	FRAMERING_PLANAR_444(FRAMERING_CODE('S', '4', '1', '2'), "S412", 12,
			     "Y12x4", "U12x4", "V12x4"),
	FRAMERING_PLANAR_420(FRAMERING_OWN('S', '0', '1', '4'), "S014", 14,
			     "Y14x2", "U14x2", "V14x2"),
	FRAMERING_PLANAR_422(FRAMERING_OWN('S', '2', '1', '4'), "S214", 14,
			     "Y14x2", "U14x2", "V14x2"),
	FRAMERING_PLANAR_444(FRAMERING_OWN('S', '4', '1', '4'), "S414", 14,
			     "Y14x2", "U14x2", "V14x2"),
	FRAMERING_PLANAR_420(FRAMERING_CODE('S', '0', '1', '6'), "S016", 16,
			     "Y16", "U16", "V16"),
	FRAMERING_PLANAR_422(FRAMERING_CODE('S', '2', '1', '6'), "S216", 16,
			     "Y16", "U16", "V16"),
	FRAMERING_PLANAR_444(FRAMERING_CODE('S', '4', '1', '6'), "S416", 16,
			     "Y16", "U16", "V16"),

	FRAMERING_GREY(FRAMERING_CODE('R', '8', ' ', ' '), "R8", 8, 1, 1, "Y8"),
	FRAMERING_GREY(FRAMERING_OWN('R', '9', ' ', ' '), "R9", 9, 2, 1,
		       "Y9x7"),
	FRAMERING_GREY(FRAMERING_CODE('R', '1', '0', ' '), "R10", 10, 2, 1,
		       "Y10x6"),
	FRAMERING_GREY(FRAMERING_CODE('R', '1', '2', ' '), "R12", 12, 2, 1,
		       "Y12x4"),
	FRAMERING_GREY(FRAMERING_CODE('R', '1', '6', ' '), "R16", 16, 2, 1,
		       "Y16"),
	FRAMERING_GREY(FRAMERING_OWN('M', '1', '0', 'p'), "Mono10p", 10, 5, 4,
		       "Y10"),
	FRAMERING_GREY(FRAMERING_OWN('M', '1', '2', 'p'), "Mono12p", 12, 3, 2,
		       "Y12"),

	FRAMERING_BAYER(FRAMERING_V4L2('B', 'A', '8', '1'), "BGGR8", 8, 2,
			"B8G8", "G8R8"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'B', 'R', 'G'), "GBRG8", 8, 2,
			"G8B8", "R8G8"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'R', 'B', 'G'), "GRBG8", 8, 2,
			"G8R8", "B8G8"),
	FRAMERING_BAYER(FRAMERING_V4L2('R', 'G', 'G', 'B'), "RGGB8", 8, 2,
			"R8G8", "G8B8"),
	FRAMERING_BAYER(FRAMERING_V4L2('B', 'G', '1', '0'), "BGGR10", 10, 4,
			"B10x6G10x6", "G10x6R10x6"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'B', '1', '0'), "GBRG10", 10, 4,
			"G10x6B10x6", "R10x6G10x6"),
	FRAMERING_BAYER(FRAMERING_V4L2('B', 'A', '1', '0'), "GRBG10", 10, 4,
			"G10x6R10x6", "B10x6G10x6"),
	FRAMERING_BAYER(FRAMERING_V4L2('R', 'G', '1', '0'), "RGGB10", 10, 4,
			"R10x6G10x6", "G10x6B10x6"),
	FRAMERING_BAYER(FRAMERING_V4L2('B', 'G', '1', '2'), "BGGR12", 12, 4,
			"B12x4G12x4", "G12x4R12x4"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'B', '1', '2'), "GBRG12", 12, 4,
			"G12x4B12x4", "R12x4G12x4"),
	FRAMERING_BAYER(FRAMERING_V4L2('B', 'A', '1', '2'), "GRBG12", 12, 4,
			"G12x4R12x4", "B12x4G12x4"),
	FRAMERING_BAYER(FRAMERING_V4L2('R', 'G', '1', '2'), "RGGB12", 12, 4,
			"R12x4G12x4", "G12x4B12x4"),
	FRAMERING_BAYER(FRAMERING_V4L2('B', 'Y', 'R', '2'), "BGGR16", 16, 4,
			"B16G16", "G16R16"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'B', '1', '6'), "GBRG16", 16, 4,
			"G16B16", "R16G16"),
	FRAMERING_BAYER(FRAMERING_V4L2('G', 'R', '1', '6'), "GRBG16", 16, 4,
			"G16R16", "B16G16"),
	FRAMERING_BAYER(FRAMERING_V4L2('R', 'G', '1', '6'), "RGGB16", 16, 4,
			"R16G16", "G16B16"),
};

#undef FRAMERING_NO_PLANE
#undef FRAMERING_WHOLE
#undef FRAMERING_HALF
#undef FRAMERING_QUARTER
#undef FRAMERING_ONE_PLANE
#undef FRAMERING_MOSAIC
#undef FRAMERING_RGB
#undef FRAMERING_GREY
#undef FRAMERING_BAYER
#undef FRAMERING_PACKED
#undef FRAMERING_SEMIPLANAR
#undef FRAMERING_PLANAR
#undef FRAMERING_PLANAR_420
#undef FRAMERING_PLANAR_422
#undef FRAMERING_PLANAR_444
#undef FRAMERING_V210
#undef FRAMERING_V4L2
#undef FRAMERING_OWN

#endif /* _UAPI_FRAMERING_FORMATS_H */
