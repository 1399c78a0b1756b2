// SPDX-License-Identifier: MIT
/* A picture keeps its shape and stays within the window. */
#include "harness.h"

#include "screen/letterbox.h"

static void check(int outer_width, int outer_height, int width, int height,
		  struct letterbox want)
{
	struct letterbox box = letterbox_fit(outer_width, outer_height, width,
					     height);

	CHECK_EQ(box.x, want.x);
	CHECK_EQ(box.y, want.y);
	CHECK_EQ(box.width, want.width);
	CHECK_EQ(box.height, want.height);
}

TEST(same_shape_fills_the_window)
{
	check(640, 480, 640, 480, (struct letterbox){ 0, 0, 640, 480 });
	check(1280, 960, 64, 48, (struct letterbox){ 0, 0, 1280, 960 });
	check(1, 1, 1, 1, (struct letterbox){ 0, 0, 1, 1 });
}

TEST(wide_picture_gets_bars_above_and_below)
{
	check(640, 480, 1920, 1080, (struct letterbox){ 0, 60, 640, 360 });
}

TEST(high_picture_gets_bars_at_the_sides)
{
	check(640, 480, 480, 640, (struct letterbox){ 140, 0, 360, 480 });
}

TEST(extreme_shapes_stay_visible)
{
	check(640, 480, 32768, 1, (struct letterbox){ 0, 239, 640, 1 });
	check(640, 480, 1, 32768, (struct letterbox){ 319, 0, 1, 480 });
}

TEST(no_size_leaves_the_window)
{
	int w, h, width, height;

	for (w = 1; w < 40; w++)
		for (h = 1; h < 40; h++)
			for (width = 1; width < 30; width++)
				for (height = 1; height < 30; height++) {
					struct letterbox b = letterbox_fit(w, h,
							width, height);

					CHECK_GE(b.x, 0);
					CHECK_GE(b.y, 0);
					CHECK_GE(b.width, 1);
					CHECK_GE(b.height, 1);
					CHECK_LE(b.x + b.width, w);
					CHECK_LE(b.y + b.height, h);
				}
}
