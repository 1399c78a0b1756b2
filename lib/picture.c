// SPDX-License-Identifier: MIT
/* What the pixels of a stream mean, in words. */
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "private.h"

/**
 * struct text - a line that grows
 * @line: where it goes
 * @bytes: its room
 */
struct text {
	char *line;
	size_t bytes;
};

/* ffmpeg's words for the numbers of H.273; others are told as numbers. */
static const char *const primaries[] = {
	[1] = "bt709", [4] = "bt470m", [5] = "bt470bg", [6] = "smpte170m",
	[7] = "smpte240m", [8] = "film", [9] = "bt2020", [10] = "smpte428",
	[11] = "smpte431", [12] = "smpte432", [22] = "ebu3213",
};

static const char *const transfers[] = {
	[1] = "bt709", [4] = "bt470m", [5] = "bt470bg", [6] = "smpte170m",
	[7] = "smpte240m", [8] = "linear", [9] = "log100", [10] = "log316",
	[11] = "iec61966-2-4", [12] = "bt1361e", [13] = "iec61966-2-1",
	[14] = "bt2020-10", [15] = "bt2020-12", [16] = "smpte2084",
	[17] = "smpte428", [18] = "arib-std-b67",
};

static const char *const matrices[] = {
	[1] = "bt709", [4] = "fcc", [5] = "bt470bg", [6] = "smpte170m",
	[7] = "smpte240m", [8] = "ycgco", [9] = "bt2020nc", [10] = "bt2020c",
	[11] = "smpte2085", [12] = "chroma-derived-nc",
	[13] = "chroma-derived-c", [14] = "ictcp",
};

static const char *const ranges[] = {
	[FRAMERING_RANGE_LIMITED] = "limited", [FRAMERING_RANGE_FULL] = "full",
};

static const char *const sitings[] = {
	[1] = "left", [2] = "center", [3] = "topleft", [4] = "top",
	[5] = "bottomleft", [6] = "bottom",
};

static const char *const fields[] = {
	[V4L2_FIELD_NONE] = "progressive",
	[V4L2_FIELD_TOP] = "top fields only",
	[V4L2_FIELD_BOTTOM] = "bottom fields only",
	[V4L2_FIELD_INTERLACED] = "interlaced",
	[V4L2_FIELD_SEQ_TB] = "top field above bottom field",
	[V4L2_FIELD_SEQ_BT] = "bottom field above top field",
	[V4L2_FIELD_ALTERNATE] = "fields in turn",
	[V4L2_FIELD_INTERLACED_TB] = "interlaced, top field first",
	[V4L2_FIELD_INTERLACED_BT] = "interlaced, bottom field first",
};

__attribute__((format(printf, 2, 3)))
static void add(struct text *text, const char *format, ...)
{
	size_t length = strlen(text->line);
	va_list args;

	if (length)
		length += (size_t)snprintf(text->line + length,
					   text->bytes - length, ", ");
	if (length >= text->bytes)
		return;
	va_start(args, format);
	vsnprintf(text->line + length, text->bytes - length, format, args);
	va_end(args);
}

static void add_word(struct text *text, const char *label,
		     const char *const *words, size_t count, uint32_t number)
{
	if (number < count && words[number])
		add(text, "%s%s", label, words[number]);
	else
		add(text, "%s%u", label, number);
}

#define ADD_WORD(text, label, words, number)	\
	add_word(text, label, words, sizeof(words) / sizeof((words)[0]), number)

/* As H.273 has them: 2 is not told, and 0 neither. */
static int is_told(uint8_t code)
{
	return code && code != 2;
}

static void add_colours(struct text *text, const struct framering_picture *p)
{
	if (is_told(p->primaries))
		ADD_WORD(text, "primaries ", primaries, p->primaries);
	if (is_told(p->transfer))
		ADD_WORD(text, "transfer ", transfers, p->transfer);
	if (is_told(p->matrix))
		ADD_WORD(text, "matrix ", matrices, p->matrix);
	if (p->range)
		ADD_WORD(text, "range ", ranges, p->range);
	if (p->siting)
		ADD_WORD(text, "chroma ", sitings, p->siting);
}

static void add_shape(struct text *text, const struct framering_picture *p,
		      const struct framering_geometry *geometry)
{
	const struct framering_rectangle *v = &p->visible;

	if (v->width && (v->x || v->y || v->width != geometry->width ||
			 v->height != geometry->height))
		add(text, "visible %ux%u+%u+%u", v->width, v->height, v->x,
		    v->y);
	if (p->aspect.denominator)
		add(text, "pixel aspect %u:%u", p->aspect.numerator,
		    p->aspect.denominator);
	if (p->field)
		ADD_WORD(text, "", fields, p->field);
	if (p->flip & FRAMERING_FLIP_HORIZONTAL)
		add(text, "left and right changed");
	if (p->flip & FRAMERING_FLIP_VERTICAL)
		add(text, "upside down");
	if (p->rotation)
		add(text, "to be turned by %u degrees", p->rotation);
}

const char *framering_picture_text(const struct framering_picture *picture,
				   const struct framering_geometry *geometry,
				   char *line, size_t bytes)
{
	struct text text = { line, bytes };

	if (!bytes)
		return "";
	line[0] = '\0';
	if (geometry->modifier)
		add(&text, "modifier %#llx",
		    (unsigned long long)geometry->modifier);
	add_shape(&text, picture, geometry);
	if (picture->rate.denominator)
		add(&text, "%.6g frames/s", (double)picture->rate.numerator /
		    picture->rate.denominator);
	if (picture->time_base.denominator)
		add(&text, "time base %u/%u", picture->time_base.numerator,
		    picture->time_base.denominator);
	add_colours(&text, picture);
	return line;
}

/**
 * struct words - those of one member of a picture
 * @what: the member
 * @words: by number; NULL where a number has none
 * @count: how many
 */
struct words {
	const char *what;
	const char *const *words;
	size_t count;
};

#define WORDS(what, words)	\
	{ what, words, sizeof(words) / sizeof((words)[0]) }

static const struct words known[] = {
	WORDS("primaries", primaries),
	WORDS("transfer", transfers),
	WORDS("matrix", matrices),
	WORDS("range", ranges),
	WORDS("siting", sitings),
};

/* What else people say. */
static const struct {
	const char *what;
	const char *word;
	uint8_t number;
} others[] = {
	{ "primaries", "bt601", 6 },
	{ "primaries", "p3", 12 },
	{ "transfer", "bt601", 6 },
	{ "transfer", "srgb", 13 },
	{ "transfer", "pq", 16 },
	{ "transfer", "hlg", 18 },
	{ "matrix", "bt601", 6 },
	{ "matrix", "bt2020", 9 },
	{ "range", "tv", FRAMERING_RANGE_LIMITED },
	{ "range", "mpeg", FRAMERING_RANGE_LIMITED },
	{ "range", "pc", FRAMERING_RANGE_FULL },
	{ "range", "jpeg", FRAMERING_RANGE_FULL },
	{ "field", "progressive", V4L2_FIELD_NONE },
	{ "field", "top", V4L2_FIELD_INTERLACED_TB },
	{ "field", "bottom", V4L2_FIELD_INTERLACED_BT },
};

static int find_other(const char *what, const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(what, others[i].what) &&
		    !strcasecmp(word, others[i].word))
			return others[i].number;
	return -EINVAL;
}

int framering_picture_number(const char *what, const char *word)
{
	size_t i, k;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(what, known[i].what))
			continue;
		for (k = 0; k < known[i].count; k++)
			if (known[i].words[k] &&
			    !strcasecmp(word, known[i].words[k]))
				return (int)k;
	}
	return find_other(what, word);
}
