// SPDX-License-Identifier: MIT
/* The header of a yuv4mpeg stream. */
#include <libframering.h>
#include <linux/videodev2.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <programs/value.h>

#include "y4m.h"

/* H.273's ChromaSampleLocType plus 1, as struct framering_picture has it. */
#define SITING_LEFT	1
#define SITING_CENTER	2
#define SITING_TOP_LEFT	3

/* What ffmpeg and mjpegtools write, but for numbers of bits. */
static const struct {
	const char *name;
	const char *format;
	uint8_t siting;
} colours[] = {
	{ "420", "yuv420p", 0 },
	{ "420jpeg", "yuv420p", SITING_CENTER },
	{ "420mpeg2", "yuv420p", SITING_LEFT },
	{ "420paldv", "yuv420p", SITING_TOP_LEFT },
	{ "410", "yuv410p", 0 },
	{ "411", "yuv411p", 0 },
	{ "422", "yuv422p", 0 },
	{ "444", "yuv444p", 0 },
	{ "444alpha", "yuva444p", 0 },
	{ "mono", "gray", 0 },
};

/* "420p10" is yuv420p10, "mono12" is gray12; 0: it is neither. */
static uint32_t fourcc_with_bits(const char *text)
{
	char name[32];

	if (!strncasecmp(text, "mono", 4))
		snprintf(name, sizeof(name), "gray%s", text + 4);
	else
		snprintf(name, sizeof(name), "yuv%s", text);
	return strlen(text) < 16 ? framering_fourcc_by_name(name) : 0;
}

static const char *parse_colour(struct y4m *y4m, const char *text)
{
	uint8_t siting = 0;
	uint32_t fourcc = 0;
	size_t i;

	for (i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (!strcasecmp(text, colours[i].name)) {
			fourcc = framering_fourcc_by_name(colours[i].format);
			siting = colours[i].siting;
		}
	if (!fourcc)
		fourcc = fourcc_with_bits(text);
	if (!fourcc)
		return "frames of an unknown kind (the C tag); give ffmpeg "
		       "-pix_fmt yuv420p, yuv444p16, gray or their like";
	y4m->fourcc = fourcc;
	y4m->picture.siting = siting;
	y4m->coloured = 1;
	return NULL;
}

static const char *parse_side(uint32_t *side, const char *text)
{
	uint64_t number;

	if (value_number(text, 1, FRAMERING_MAX_SIDE, &number))
		return "width and height must be from 1 to 32768";
	*side = (uint32_t)number;
	return NULL;
}

/* "0:0" says that it is not known; of what is no rate, nobody knows it. */
static void parse_rate(struct y4m *y4m, const char *text)
{
	struct framering_fraction rate;

	if (value_rate(text, &rate.numerator, &rate.denominator) ||
	    !rate.numerator)
		return;
	y4m->picture.rate = rate;
}

/* Progressive, top or bottom field first; mixed and unknown are not told. */
static void parse_interlacing(struct y4m *y4m, char mode)
{
	static const struct {
		char mode;
		uint8_t field;
	} modes[] = {
		{ 'p', V4L2_FIELD_NONE },
		{ 't', V4L2_FIELD_INTERLACED_TB },
		{ 'b', V4L2_FIELD_INTERLACED_BT },
	};
	size_t i;

	y4m->picture.field = V4L2_FIELD_ANY;
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (modes[i].mode == mode)
			y4m->picture.field = modes[i].field;
}

/* "0:0" says that it is not known; what is no ratio is not, either. */
static void parse_aspect(struct y4m *y4m, const char *text)
{
	struct framering_fraction aspect;

	if (!value_rate(text, &aspect.numerator, &aspect.denominator) &&
	    aspect.numerator)
		y4m->picture.aspect = aspect;
}

/*
 * Of the extensions, what ffmpeg writes. The frames' kind is there once more,
 * and counts where a C tag is missing.
 */
static const char *parse_extension(struct y4m *y4m, const char *text)
{
	static const char kind[] = "YSCSS=";

	if (!strcasecmp(text, "COLORRANGE=FULL"))
		y4m->picture.range = FRAMERING_RANGE_FULL;
	else if (!strcasecmp(text, "COLORRANGE=LIMITED"))
		y4m->picture.range = FRAMERING_RANGE_LIMITED;
	else if (!strncasecmp(text, kind, strlen(kind)) && !y4m->coloured)
		return parse_colour(y4m, text + strlen(kind));
	return NULL;
}

static const char *parse_field(struct y4m *y4m, const char *field)
{
	switch (field[0]) {
	case 'W':
		return parse_side(&y4m->width, field + 1);
	case 'H':
		return parse_side(&y4m->height, field + 1);
	case 'F':
		parse_rate(y4m, field + 1);
		return NULL;
	case 'C':
		return parse_colour(y4m, field + 1);
	case 'I':
		parse_interlacing(y4m, field[1]);
		return NULL;
	case 'A':
		parse_aspect(y4m, field + 1);
		return NULL;
	case 'X':
		return parse_extension(y4m, field + 1);
	default:
		/* Fields yet unknown. */
		return NULL;
	}
}

int y4m_begins(const char *line)
{
	size_t magic = strlen(Y4M_MAGIC);

	return !strncmp(line, Y4M_MAGIC, magic) && line[magic] &&
	       strchr(Y4M_BLANKS, line[magic]);
}

const char *y4m_parse(struct y4m *y4m, char *line)
{
	struct y4m parsed = {
		.fourcc = DRM_FORMAT_YUV420,
		.picture.siting = SITING_CENTER,
	};
	const char *wrong;
	char *field, *rest;

	if (!y4m_begins(line))
		return "not yuv4mpeg; for raw frames give --size and --format";
	field = strtok_r(line + strlen(Y4M_MAGIC), Y4M_BLANKS, &rest);
	for (; field; field = strtok_r(NULL, Y4M_BLANKS, &rest)) {
		wrong = parse_field(&parsed, field);
		if (wrong)
			return wrong;
	}
	if (!parsed.width || !parsed.height)
		return "the header tells no width or no height";
	*y4m = parsed;
	return NULL;
}
