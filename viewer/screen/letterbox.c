// SPDX-License-Identifier: MIT
/* Fits a picture into a window. */
#include <stdint.h>

#include "letterbox.h"

/* @a * @b / @c, rounded, at least 1. */
static int part(int a, int b, int c)
{
	int64_t n = ((int64_t)a * b + c / 2) / c;

	return n < 1 ? 1 : (int)n;
}

struct letterbox letterbox_fit(int outer_width, int outer_height, int width,
			       int height)
{
	struct letterbox box = { 0, 0, outer_width, outer_height };

	/* Wider than the window: bars above and below. */
	if ((int64_t)width * outer_height > (int64_t)outer_width * height)
		box.height = part(outer_width, height, width);
	else
		box.width = part(outer_height, width, height);
	box.x = (outer_width - box.width) / 2;
	box.y = (outer_height - box.height) / 2;
	return box;
}
