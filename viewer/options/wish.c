// SPDX-License-Identifier: MIT
/* The value of --wish: [FORMAT:][WxH][@RATE]. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "wish.h"

#define MAX_RATE	1000

/* The number at *@text, which is advanced past it; 0: none, or too large. */
static uint32_t side(const char **text)
{
	unsigned long pixels;
	char *end;

	if (!isdigit((unsigned char)**text))
		return 0;
	pixels = strtoul(*text, &end, 10);
	*text = end;
	return pixels <= FRAMERING_MAX_SIDE ? (uint32_t)pixels : 0;
}

static int parse_size(struct framering_wish *wish, const char *text)
{
	wish->width = side(&text);
	if (!wish->width || *text++ != 'x')
		return -EINVAL;
	wish->height = side(&text);
	return wish->height && !*text ? 0 : -EINVAL;
}

static int parse_format(struct framering_wish *wish, const char *text)
{
	const struct framering_format *format = framering_format_by_name(text);

	if (!format)
		return -EINVAL;
	wish->fourcc = format->fourcc;
	return 0;
}

static int parse_rate(struct framering_wish *wish, const char *text)
{
	char *end;
	double rate;

	/* strtod() also takes blanks, signs, and words. */
	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	rate = strtod(text, &end);
	if (*end || !(rate >= 0.001 && rate <= MAX_RATE))
		return -EINVAL;
	wish->rate = (uint32_t)(rate * 1000 + 0.5);
	return 0;
}

/* A format, a size, or both. */
static int parse_picture(struct framering_wish *wish, char *text)
{
	struct framering_wish size = { 0 };
	char *colon = strchr(text, ':');

	if (colon) {
		*colon = '\0';
		return parse_format(wish, text) ? -EINVAL :
						 parse_size(wish, colon + 1);
	}
	if (parse_size(&size, text))
		return parse_format(wish, text);
	*wish = size;
	return 0;
}

int wish_parse(struct framering_wish *wish, const char *text)
{
	struct framering_wish wanted = { 0 };
	char picture[64], *at;

	if (!*text || strlen(text) >= sizeof(picture))
		return -EINVAL;
	strcpy(picture, text);
	at = strchr(picture, '@');
	if (at)
		*at++ = '\0';
	if (*picture && parse_picture(&wanted, picture))
		return -EINVAL;
	if (at && parse_rate(&wanted, at))
		return -EINVAL;
	*wish = wanted;
	return 0;
}
