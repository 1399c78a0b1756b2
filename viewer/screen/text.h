/* SPDX-License-Identifier: MIT */
/* Draws text. */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include <SDL.h>

/* One line of ASCII at @x, @y, in the renderer's colour; a dot is @dot wide. */
void text_draw(SDL_Renderer *renderer, int x, int y, int dot,
	       const char *line);

/* Its width with dots of one pixel. */
int text_width(const char *line);

#endif /* VIEW_TEXT_H */
