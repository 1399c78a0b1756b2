// SPDX-License-Identifier: MIT
/* Draws text: every run of dots is a rectangle, so it is sharp at any size. */
#include <string.h>

#include "font.h"
#include "text.h"

/* Runs in one glyph: at most three in a line of five dots. */
#define MAX_RUNS	(FONT_HEIGHT * 3)

static int line_runs(uint8_t dots, SDL_Rect *runs)
{
	int count = 0, start, x;

	for (x = 0; x < FONT_WIDTH; x++) {
		if (!(dots & (0x10 >> x)))
			continue;
		start = x;
		while (x < FONT_WIDTH && dots & (0x10 >> x))
			x++;
		runs[count].x = start;
		runs[count++].w = x - start;
	}
	return count;
}

static void draw_glyph(SDL_Renderer *renderer, int x, int y, int dot, int c)
{
	SDL_Rect runs[MAX_RUNS];
	int count = 0, row, first;

	c -= FONT_FIRST;
	if (c < 0 || c >= FONT_GLYPHS)
		c = '?' - FONT_FIRST;
	for (row = 0; row < FONT_HEIGHT; row++) {
		first = count;
		count += line_runs(font_glyphs[c][row], &runs[count]);
		for (; first < count; first++) {
			runs[first].x = x + runs[first].x * dot;
			runs[first].y = y + row * dot;
			runs[first].w *= dot;
			runs[first].h = dot;
		}
	}
	SDL_RenderFillRects(renderer, runs, count);
}

void text_draw(SDL_Renderer *renderer, int x, int y, int dot,
	       const char *line)
{
	for (; *line; line++, x += FONT_ADVANCE * dot)
		draw_glyph(renderer, x, y, dot, (unsigned char)*line);
}

int text_width(const char *line)
{
	return (int)strlen(line) * FONT_ADVANCE;
}
