// SPDX-License-Identifier: MIT
/* Texts about the colours of a ring's frames. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "colours.h"

/* What the library says of a picture with one thing told. */
static void add(char *text, size_t bytes, const struct framering_picture *one,
		bool told)
{
	static const struct framering_geometry none;
	size_t length = strlen(text);
	char words[64];

	framering_picture_text(one, &none, words, sizeof(words));
	if (*words)
		snprintf(text + length, bytes - length, "%s%s%s",
			 length ? ", " : "", words, told ? "" : " (guessed)");
}

void colours_text(char *text, size_t bytes,
		  const struct framering_status *status)
{
	const struct framering_geometry *g = &status->geometry;
	const struct framering_picture *p = &status->picture;
	const struct framering_format *f = framering_format_find(g->fourcc);
	bool yuv = f && framering_format_is_yuv(f);
	struct framering_picture one = { 0 };

	text[0] = '\0';
	if (yuv) {
		one.matrix = (uint8_t)framering_matrix(p, g->width, g->height);
		add(text, bytes, &one, one.matrix == p->matrix);
	}
	one = (struct framering_picture){ .range = p->range };
	if (!one.range && f)
		one.range = yuv ? FRAMERING_RANGE_LIMITED :
				  FRAMERING_RANGE_FULL;
	add(text, bytes, &one, p->range);
	one = (struct framering_picture){ .transfer = p->transfer };
	add(text, bytes, &one, true);
	one = (struct framering_picture){ .primaries = p->primaries };
	add(text, bytes, &one, true);
}
