// SPDX-License-Identifier: MIT
/* The header of a yuv4mpeg stream. */
#include <libframering.h>
#include <linux/videodev2.h>
#include <stddef.h>
#include <string.h>

#include "options/value.h"
#include "y4m.h"

/* H.273's ChromaSampleLocType plus 1, as struct framering_picture has it. */
#define SITING_LEFT	1
#define SITING_CENTER	2
#define SITING_TOP_LEFT	3

static const struct {
	const char *name;
	uint32_t fourcc;
	uint8_t siting;
} colours[] = {
	{ "420", DRM_FORMAT_YUV420, 0 },
	{ "420jpeg", DRM_FORMAT_YUV420, SITING_CENTER },
	{ "420mpeg2", DRM_FORMAT_YUV420, SITING_LEFT },
	{ "420paldv", DRM_FORMAT_YUV420, SITING_TOP_LEFT },
	{ "mono", DRM_FORMAT_R8, 0 },
};

static const char *parse_colour(struct y4m *y4m, const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (!strcmp(text, colours[i].name)) {
			y4m->fourcc = colours[i].fourcc;
			y4m->picture.siting = colours[i].siting;
			return NULL;
		}
	if (!strncmp(text, "mono", 4))
		return "grey of more than 8 bits is not supported; "
		       "give ffmpeg -pix_fmt gray";
	return "only 4:2:0 with 8 bits and grey are supported; "
	       "give ffmpeg -pix_fmt yuv420p";
}

static const char *parse_side(uint32_t *side, const char *text)
{
	uint64_t number;

	if (value_number(text, 1, FRAMERING_MAX_SIDE, &number))
		return "width and height must be from 1 to 32768";
	*side = (uint32_t)number;
	return NULL;
}

static const char *parse_rate(struct y4m *y4m, const char *text)
{
	/* "0:0" says that the rate is not known. */
	if (!strcmp(text, "0:0"))
		return NULL;
	if (value_rate(text, &y4m->rate_num, &y4m->rate_den))
		return "the frame rate must be two numbers, as in F30:1";
	y4m->picture.rate.numerator = y4m->rate_num;
	y4m->picture.rate.denominator = y4m->rate_den;
	return NULL;
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

	if (!value_rate(text, &aspect.numerator, &aspect.denominator))
		y4m->picture.aspect = aspect;
}

static void parse_extension(struct y4m *y4m, const char *text)
{
	if (!strcmp(text, "COLORRANGE=FULL"))
		y4m->picture.range = FRAMERING_RANGE_FULL;
	else if (!strcmp(text, "COLORRANGE=LIMITED"))
		y4m->picture.range = FRAMERING_RANGE_LIMITED;
}

static const char *parse_field(struct y4m *y4m, const char *field)
{
	switch (field[0]) {
	case 'W':
		return parse_side(&y4m->width, field + 1);
	case 'H':
		return parse_side(&y4m->height, field + 1);
	case 'F':
		return parse_rate(y4m, field + 1);
	case 'C':
		return parse_colour(y4m, field + 1);
	case 'I':
		parse_interlacing(y4m, field[1]);
		return NULL;
	case 'A':
		parse_aspect(y4m, field + 1);
		return NULL;
	case 'X':
		parse_extension(y4m, field + 1);
		return NULL;
	default:
		/* Fields yet unknown. */
		return NULL;
	}
}

const char *y4m_parse(struct y4m *y4m, char *line)
{
	struct y4m parsed = {
		.fourcc = DRM_FORMAT_YUV420,
		.rate_den = 1,
		.picture.siting = SITING_CENTER,
	};
	const char *wrong;
	char *field, *rest;

	if (strncmp(line, Y4M_MAGIC, strlen(Y4M_MAGIC)))
		return "not yuv4mpeg; for raw frames give --size and --format";
	field = strtok_r(line + strlen(Y4M_MAGIC), " ", &rest);
	for (; field; field = strtok_r(NULL, " ", &rest)) {
		wrong = parse_field(&parsed, field);
		if (wrong)
			return wrong;
	}
	if (!parsed.width || !parsed.height)
		return "the header tells no width or no height";
	*y4m = parsed;
	return NULL;
}
