// SPDX-License-Identifier: MIT
/*
 * What formats are called elsewhere: by ffmpeg, GStreamer and V4L2. Their own
 * names stand in uapi/framering_formats.h.
 */
#include <string.h>
#include <strings.h>

#include "private.h"

#define CODE(name)	FRAMERING_CODE(name[0], name[1], name[2], name[3])
#define V4L2(name)	(CODE(name) | FRAMERING_CODE_V4L2)
#define OWN(name)	(CODE(name) | FRAMERING_CODE_OWN)
#define FULL		FRAMERING_RANGE_FULL

/**
 * struct alias - a name
 * @fourcc: of the format
 * @name: what it is called, in any case
 * @range: enum framering_range, where the name says it
 */
struct alias {
	uint32_t fourcc;
	const char *name;
	uint8_t range;
};

/* Formats that have no table. */
static const struct alias compressed[] = {
	{ FRAMERING_FORMAT_JPEG, "JPEG", 0 },
	{ FRAMERING_FORMAT_H264, "H264", 0 },
	{ FRAMERING_FORMAT_HEVC, "HEVC", 0 },
};

#define COMPRESSED	(sizeof(compressed) / sizeof(compressed[0]))

/* Of several, what ffmpeg says comes first. */
static const struct alias aliases[] = {
	{ FRAMERING_FORMAT_JPEG, "mjpeg", 0 },
	{ FRAMERING_FORMAT_JPEG, "MJPG", 0 },
	{ FRAMERING_FORMAT_H264, "avc", 0 },
	{ FRAMERING_FORMAT_HEVC, "h265", 0 },
	{ CODE("XR24"), "bgr0", 0 }, { CODE("XR24"), "BGRx", 0 },
	{ CODE("AR24"), "bgra", 0 },
	{ CODE("XB24"), "rgb0", 0 }, { CODE("XB24"), "RGBx", 0 },
	{ CODE("AB24"), "rgba", 0 },
	{ CODE("RX24"), "0bgr", 0 }, { CODE("RX24"), "xBGR", 0 },
	{ CODE("RA24"), "abgr", 0 },
	{ CODE("BX24"), "0rgb", 0 }, { CODE("BX24"), "xRGB", 0 },
	{ CODE("BA24"), "argb", 0 },
	{ CODE("RG24"), "bgr24", 0 }, { CODE("RG24"), "BGR", 0 },
	{ CODE("RG24"), "BGR3", 0 },
	{ CODE("BG24"), "rgb24", 0 }, { CODE("BG24"), "RGB", 0 },
	{ CODE("BG24"), "RGB3", 0 },
	{ CODE("RG16"), "rgb565le", 0 }, { CODE("RG16"), "rgb565", 0 },
	{ CODE("RG16"), "RGB16", 0 }, { CODE("RG16"), "RGBP", 0 },
	{ CODE("BG16"), "bgr565le", 0 }, { CODE("BG16"), "bgr565", 0 },
	{ CODE("BG16"), "BGR16", 0 },
	{ CODE("XR30"), "x2rgb10le", 0 }, { CODE("XR30"), "BGR10x2_LE", 0 },
	{ CODE("AR30"), "BGR10A2_LE", 0 },
	{ CODE("XB30"), "x2bgr10le", 0 }, { CODE("XB30"), "RGB10x2_LE", 0 },
	{ CODE("AB30"), "RGB10A2_LE", 0 },
	{ CODE("AR48"), "bgra64le", 0 }, { CODE("AR48"), "BGRA64_LE", 0 },
	{ CODE("AB48"), "rgba64le", 0 }, { CODE("AB48"), "RGBA64_LE", 0 },
	{ CODE("RG48"), "bgr48le", 0 },
	{ CODE("BG48"), "rgb48le", 0 },
	{ CODE("YUYV"), "yuyv422", 0 }, { CODE("YUYV"), "YUY2", 0 },
	{ CODE("YVYU"), "yvyu422", 0 },
	{ CODE("UYVY"), "uyvy422", 0 },
	{ CODE("Y210"), "y210le", 0 },
	{ CODE("P010"), "p010le", 0 }, { CODE("P010"), "P010_10LE", 0 },
	{ CODE("P012"), "p012le", 0 }, { CODE("P012"), "P012_LE", 0 },
	{ CODE("P016"), "p016le", 0 }, { CODE("P016"), "P016_LE", 0 },
	{ CODE("P210"), "p210le", 0 },
	{ CODE("YU12"), "yuv420p", 0 }, { CODE("YU12"), "I420", 0 },
	{ CODE("YU12"), "IYUV", 0 }, { CODE("YU12"), "yuvj420p", FULL },
	{ CODE("YU16"), "yuv422p", 0 }, { CODE("YU16"), "Y42B", 0 },
	{ CODE("YU16"), "422P", 0 }, { CODE("YU16"), "yuvj422p", FULL },
	{ CODE("YU24"), "yuv444p", 0 }, { CODE("YU24"), "Y444", 0 },
	{ CODE("YU24"), "yuvj444p", FULL },
	{ CODE("YU11"), "yuv411p", 0 }, { CODE("YU11"), "Y41B", 0 },
	{ CODE("YU11"), "411P", 0 }, { CODE("YU11"), "yuvj411p", FULL },
	{ CODE("YUV9"), "yuv410p", 0 },
	{ OWN("YA24"), "yuva444p", 0 },
	{ OWN("S009"), "yuv420p9le", 0 },
	{ OWN("S209"), "yuv422p9le", 0 },
	{ OWN("S409"), "yuv444p9le", 0 },
	{ CODE("S010"), "yuv420p10le", 0 }, { CODE("S010"), "I420_10LE", 0 },
	{ CODE("S210"), "yuv422p10le", 0 }, { CODE("S210"), "I422_10LE", 0 },
	{ CODE("S410"), "yuv444p10le", 0 }, { CODE("S410"), "Y444_10LE", 0 },
	{ CODE("S012"), "yuv420p12le", 0 }, { CODE("S012"), "I420_12LE", 0 },
	{ CODE("S212"), "yuv422p12le", 0 }, { CODE("S212"), "I422_12LE", 0 },
	{ CODE("S412"), "yuv444p12le", 0 }, { CODE("S412"), "Y444_12LE", 0 },
	{ OWN("S014"), "yuv420p14le", 0 },
	{ OWN("S214"), "yuv422p14le", 0 },
	{ OWN("S414"), "yuv444p14le", 0 },
	{ CODE("S016"), "yuv420p16le", 0 },
	{ CODE("S216"), "yuv422p16le", 0 },
	{ CODE("S416"), "yuv444p16le", 0 }, { CODE("S416"), "Y444_16LE", 0 },
	{ CODE("R8  "), "gray", 0 }, { CODE("R8  "), "gray8", 0 },
	{ CODE("R8  "), "GREY", 0 }, { CODE("R8  "), "Y800", 0 },
	{ OWN("R9  "), "gray9le", 0 },
	{ CODE("R10 "), "gray10le", 0 }, { CODE("R10 "), "Y10", 0 },
	{ CODE("R12 "), "gray12le", 0 }, { CODE("R12 "), "Y12", 0 },
	{ CODE("R16 "), "gray16le", 0 }, { CODE("R16 "), "GRAY16_LE", 0 },
	{ CODE("R16 "), "Y16", 0 },
	{ V4L2("BA81"), "bayer_bggr8", 0 }, { V4L2("BA81"), "bggr", 0 },
	{ V4L2("BA81"), "BA81", 0 },
	{ V4L2("GBRG"), "bayer_gbrg8", 0 }, { V4L2("GBRG"), "gbrg", 0 },
	{ V4L2("GRBG"), "bayer_grbg8", 0 }, { V4L2("GRBG"), "grbg", 0 },
	{ V4L2("RGGB"), "bayer_rggb8", 0 }, { V4L2("RGGB"), "rggb", 0 },
	{ V4L2("BG10"), "bggr10le", 0 }, { V4L2("BG10"), "BG10", 0 },
	{ V4L2("GB10"), "gbrg10le", 0 }, { V4L2("GB10"), "GB10", 0 },
	{ V4L2("BA10"), "grbg10le", 0 }, { V4L2("BA10"), "BA10", 0 },
	{ V4L2("RG10"), "rggb10le", 0 }, { V4L2("RG10"), "RG10", 0 },
	{ V4L2("BG12"), "bggr12le", 0 }, { V4L2("BG12"), "BG12", 0 },
	{ V4L2("GB12"), "gbrg12le", 0 }, { V4L2("GB12"), "GB12", 0 },
	{ V4L2("BA12"), "grbg12le", 0 }, { V4L2("BA12"), "BA12", 0 },
	{ V4L2("RG12"), "rggb12le", 0 }, { V4L2("RG12"), "RG12", 0 },
	{ V4L2("BYR2"), "bayer_bggr16le", 0 }, { V4L2("BYR2"), "bggr16le", 0 },
	{ V4L2("BYR2"), "BYR2", 0 },
	{ V4L2("GB16"), "bayer_gbrg16le", 0 }, { V4L2("GB16"), "gbrg16le", 0 },
	{ V4L2("GB16"), "GB16", 0 },
	{ V4L2("GR16"), "bayer_grbg16le", 0 }, { V4L2("GR16"), "grbg16le", 0 },
	{ V4L2("GR16"), "GR16", 0 },
	/* V4L2's RG16 is none of its names: that is DRM's RGB565. */
	{ V4L2("RG16"), "bayer_rggb16le", 0 }, { V4L2("RG16"), "rggb16le", 0 },
};

#define ALIASES	(sizeof(aliases) / sizeof(aliases[0]))

/* The same but for upper and lower case, and the blanks of a code of four. */
static int is_name(const char *known, const char *name)
{
	size_t length = strlen(known), bytes = strlen(name);

	if (strncasecmp(known, name, length) != 0)
		return 0;
	return bytes == length ||
	       (bytes <= 4 && length + strspn(name + length, " ") == bytes);
}

/* ffmpeg leaves the byte order out where it is the machine's. */
static int is_alias(const char *alias, const char *name)
{
	size_t length = strlen(alias);
	const char *end = alias + length - 2;

	if (is_name(alias, name))
		return 1;
	return length > 2 && strcmp(end, "le") == 0 &&
	       strlen(name) == length - 2 &&
	       strncasecmp(alias, name, length - 2) == 0;
}

uint32_t framering_fourcc_by_name(const char *name)
{
	size_t i;

	if (!*name)
		return 0;
	for (i = 0; i < FRAMERING_FORMATS; i++)
		if (is_name(framering_formats[i].name, name))
			return framering_formats[i].fourcc;
	for (i = 0; i < COMPRESSED; i++)
		if (is_name(compressed[i].name, name))
			return compressed[i].fourcc;
	for (i = 0; i < ALIASES; i++)
		if (is_alias(aliases[i].name, name))
			return aliases[i].fourcc;
	return 0;
}

const char *framering_compressed_name(uint32_t fourcc)
{
	size_t i;

	for (i = 0; i < COMPRESSED; i++)
		if (compressed[i].fourcc == fourcc)
			return compressed[i].name;
	return NULL;
}

uint32_t framering_range_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < ALIASES; i++)
		if (is_name(aliases[i].name, name))
			return aliases[i].range;
	return FRAMERING_RANGE_DEFAULT;
}

const char *framering_format_alias(uint32_t fourcc, unsigned int number)
{
	size_t i;

	for (i = 0; i < ALIASES; i++)
		if (aliases[i].fourcc == fourcc && !number--)
			return aliases[i].name;
	return NULL;
}
