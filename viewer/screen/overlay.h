/* SPDX-License-Identifier: MIT */
/* What is written over the picture, or instead of it. */
#ifndef VIEW_OVERLAY_H
#define VIEW_OVERLAY_H

#include <SDL.h>

#include "display.h"

/* Figures, in the upper left corner. @path: the drawing path's name. */
void overlay_draw(SDL_Renderer *renderer, const struct display_state *state,
		  const struct framering_status *status, const char *path);

/* One line in the middle. */
void overlay_banner(SDL_Renderer *renderer, const char *line);

/* A title for the window; @status is NULL as long as there is no format. */
void overlay_title(char *text, size_t bytes, const struct display_state *state,
		   const struct framering_status *status);

#endif /* VIEW_OVERLAY_H */
