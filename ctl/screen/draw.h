/* SPDX-License-Identifier: MIT */
#ifndef CTL_DRAW_H
#define CTL_DRAW_H

#include "view.h"

/* Draw all of the live screen. */
void draw(const struct view *view);

#endif /* CTL_DRAW_H */
