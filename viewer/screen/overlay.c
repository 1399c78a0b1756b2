// SPDX-License-Identifier: MIT
/* What is written over the picture. */
#include <stdio.h>
#include <string.h>

#include "font.h"
#include "overlay.h"
#include "ring/colours.h"
#include "ring/memory.h"
#include "text.h"

#define MAX_LINES	8

struct lines {
	char text[MAX_LINES][128];
	int count;
};

static char *next(struct lines *lines)
{
	return lines->text[lines->count++];
}

#define LINE(lines, ...)	\
	snprintf(next(lines), sizeof((lines)->text[0]), __VA_ARGS__)

/* Width, height and format; a blank at the end of its name is left out. */
static void describe(char *text, size_t bytes,
		     const struct framering_geometry *g)
{
	const char *name = framering_format_find(g->fourcc)->name;

	snprintf(text, bytes, "%ux%u %.*s", g->width, g->height,
		 (int)strcspn(name, " "), name);
}

static void add_ring(struct lines *lines,
		     const struct framering_status *status)
{
	const struct framering_geometry *g = &status->geometry;
	char picture[64];

	describe(picture, sizeof(picture), g);
	LINE(lines, "%s, stride %u, %u bytes", picture, g->stride[0],
	     g->frame_bytes);
	colours_text(next(lines), sizeof(lines->text[0]), status);
	LINE(lines, "memory %s, %u slots",
	     framering_memory_name(status->memory), status->slots);
	memory_cache(next(lines), sizeof(lines->text[0]), status);
}

static void collect(struct lines *lines, const struct display_state *state,
		    const struct framering_status *status, const char *path)
{
	const struct stats *s = state->stats;

	LINE(lines, "%.1f frames/s%s%s%s", s->rate,
	     state->paused ? ", paused" : "", state->waiting ? ", " : "",
	     state->waiting ? state->waiting : "");
	LINE(lines, "latency %.2f ms", (double)s->latency_ns / 1e6);
	LINE(lines, "frame %ju in slot %u, %ju shown, %ju dropped",
	     (uintmax_t)s->frame, s->slot, (uintmax_t)s->shown,
	     (uintmax_t)s->dropped);
	add_ring(lines, status);
	LINE(lines, "path: %s", path);
}

static int widest(const struct lines *lines)
{
	int width = 1, i;

	for (i = 0; i < lines->count; i++)
		if (text_width(lines->text[i]) > width)
			width = text_width(lines->text[i]);
	return width;
}

/* Pixels of a dot: a 240th of the height, if the text fits; at least one. */
static int dot_size(int width, int height, int text)
{
	int dot = height / 240;

	if (dot > width / text)
		dot = width / text;
	return dot < 1 ? 1 : dot;
}

void overlay_draw(SDL_Renderer *renderer, const struct display_state *state,
		  const struct framering_status *status, const char *path)
{
	struct lines lines = { .count = 0 };
	int width, height, dot, i;
	SDL_Rect box;

	collect(&lines, state, status, path);
	SDL_GetRendererOutputSize(renderer, &width, &height);
	dot = dot_size(width, height, widest(&lines) + 2 * FONT_ADVANCE);
	box.x = 0;
	box.y = 0;
	box.w = (widest(&lines) + 2 * FONT_ADVANCE) * dot;
	box.h = (lines.count * FONT_LEADING + FONT_ADVANCE) * dot;
	SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
	SDL_SetRenderDrawColor(renderer, 0, 0, 0, 160);
	SDL_RenderFillRect(renderer, &box);
	SDL_SetRenderDrawColor(renderer, 255, 255, 255, 255);
	for (i = 0; i < lines.count; i++)
		text_draw(renderer, FONT_ADVANCE * dot,
			  (i * FONT_LEADING + FONT_ADVANCE / 2) * dot, dot,
			  lines.text[i]);
}

void overlay_banner(SDL_Renderer *renderer, const char *line)
{
	int width, height, dot;

	SDL_GetRendererOutputSize(renderer, &width, &height);
	dot = dot_size(width, height, text_width(line));
	SDL_SetRenderDrawColor(renderer, 255, 255, 255, 255);
	text_draw(renderer, (width - text_width(line) * dot) / 2,
		  (height - FONT_HEIGHT * dot) / 2, dot, line);
}

void overlay_title(char *text, size_t bytes, const struct display_state *state,
		   const struct framering_status *status)
{
	char picture[64];

	if (!status) {
		snprintf(text, bytes, "%s - framering-view",
			 state->waiting ? state->waiting : "");
		return;
	}
	describe(picture, sizeof(picture), &status->geometry);
	snprintf(text, bytes, "%s, %.1f frames/s%s - framering-view", picture,
		 state->stats->rate, state->paused ? ", paused" : "");
}
