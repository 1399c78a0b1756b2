// SPDX-License-Identifier: MIT
/* The header of a yuv4mpeg stream. */
#include <libframering.h>
#include <stddef.h>
#include <string.h>

#include "options/value.h"
#include "y4m.h"

/* The 4:2:0 ones differ in where chroma is sampled, which no ring tells. */
static const struct {
	const char *name;
	uint32_t fourcc;
} colours[] = {
	{ "420", DRM_FORMAT_YUV420 },
	{ "420jpeg", DRM_FORMAT_YUV420 },
	{ "420mpeg2", DRM_FORMAT_YUV420 },
	{ "420paldv", DRM_FORMAT_YUV420 },
	{ "mono", DRM_FORMAT_R8 },
};

static const char *parse_colour(struct y4m *y4m, const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(colours) / sizeof(colours[0]); i++)
		if (!strcmp(text, colours[i].name)) {
			y4m->fourcc = colours[i].fourcc;
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
		return parse_rate(y4m, field + 1);
	case 'C':
		return parse_colour(y4m, field + 1);
	default:
		/* Interlacing, aspect, comments, and fields yet unknown. */
		return NULL;
	}
}

const char *y4m_parse(struct y4m *y4m, char *line)
{
	struct y4m parsed = { .fourcc = DRM_FORMAT_YUV420, .rate_den = 1 };
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
