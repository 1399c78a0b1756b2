// SPDX-License-Identifier: MIT
/* Pixels that are not square, frames that lie on their side, and parts. */
#include "harness.h"

#include "picture/shape.h"

static const struct framering_geometry pal = { .width = 720, .height = 576 };

static struct shape of(const struct framering_picture *picture)
{
	return shape_of(&pal, picture, NULL);
}

TEST(untold_shape_is_the_frame_itself_ok)
{
	struct shape shape = of(&(struct framering_picture){ 0 });

	CHECK_EQ(shape.width, 720);
	CHECK_EQ(shape.height, 576);
	CHECK_EQ(shape.visible.width, 720);
	CHECK_EQ(shape.visible.height, 576);
	CHECK_EQ(shape.rotation, 0);
}

TEST(wide_pixels_make_it_wider_ok)
{
	struct framering_picture p = { .aspect = { 64, 45 } };
	struct framering_fraction square = { 1, 1 };

	CHECK_EQ(of(&p).width, 1024);
	CHECK_EQ(of(&p).height, 576);
	CHECK_EQ(shape_of(&pal, &p, &square).width, 720);
	CHECK_EQ(shape_of(&pal, &p, &square).height, 576);
}

TEST(high_pixels_make_it_higher_ok)
{
	struct framering_picture p = { .aspect = { 8, 9 } };

	CHECK_EQ(of(&p).width, 720);
	CHECK_EQ(of(&p).height, 648);
}

TEST(turned_picture_has_the_other_sides_ok)
{
	struct framering_picture p = { .aspect = { 64, 45 }, .rotation = 90 };

	CHECK_EQ(of(&p).width, 576);
	CHECK_EQ(of(&p).height, 1024);
	CHECK(shape_is_turned(&(struct shape){ .rotation = 270 }));
	CHECK(!shape_is_turned(&(struct shape){ .rotation = 180 }));
}

TEST(visible_part_is_what_counts_ok)
{
	struct framering_picture p = { .visible = { 8, 2, 704, 572 } };

	CHECK_EQ(of(&p).width, 704);
	CHECK_EQ(of(&p).height, 572);
	CHECK_EQ(of(&p).visible.x, 8);
	CHECK_EQ(of(&p).visible.y, 2);
}

TEST(part_beyond_the_frame_is_not_believed_ok)
{
	struct framering_picture wide = { .visible = { 8, 0, 720, 576 } };
	struct framering_picture far = { .visible = { 0, UINT32_MAX, 1, 2 } };

	CHECK_EQ(of(&wide).visible.x, 0);
	CHECK_EQ(of(&wide).width, 720);
	CHECK_EQ(of(&far).visible.y, 0);
	CHECK_EQ(of(&far).height, 576);
}

TEST(extreme_pixels_have_an_end_ok)
{
	struct framering_picture wide = { .aspect = { UINT32_MAX, 1 } };
	struct framering_picture high = { .aspect = { 1, UINT32_MAX } };

	CHECK_EQ(of(&wide).width, 1 << 20);
	CHECK_EQ(of(&high).height, 1 << 20);
	CHECK_EQ(of(&high).width, 720);
}
