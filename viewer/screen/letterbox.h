/* SPDX-License-Identifier: MIT */
/* Fits a picture into a window. */
#ifndef VIEW_LETTERBOX_H
#define VIEW_LETTERBOX_H

/**
 * struct letterbox - where the picture goes
 * @x: from the left edge
 * @y: from the top
 * @width: at least 1
 * @height: at least 1
 */
struct letterbox {
	int x;
	int y;
	int width;
	int height;
};

/*
 * The largest rectangle of @width to @height in the middle of @outer_width by
 * @outer_height. All are at least 1.
 */
struct letterbox letterbox_fit(int outer_width, int outer_height, int width,
			       int height);

#endif /* VIEW_LETTERBOX_H */
