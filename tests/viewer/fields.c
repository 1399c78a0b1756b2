// SPDX-License-Identifier: MIT
/* Fields follow each other in their order and in time. */
#include <linux/videodev2.h>

#include "harness.h"
#include "screen/fields.h"

static const struct {
	const char *name;
	uint8_t stream;
	uint8_t frame;
	bool bottom;
} orders[] = {
	{ "top_first", V4L2_FIELD_INTERLACED_TB, 0, false },
	{ "bottom_first", V4L2_FIELD_INTERLACED_BT, 0, true },
	{ "unknown", V4L2_FIELD_INTERLACED, 0, false },
	{ "frame_is_another", V4L2_FIELD_INTERLACED_TB,
	  V4L2_FIELD_INTERLACED_BT, true },
};

TEST_VARIANTS(second_field_follows_after_half_a_frame_ok, orders)
{
	struct framering_picture picture = {
		.field = variant->stream, .rate = { 25, 1 },
	};
	struct fields fields = { .second_ns = 0 };

	fields_begin(&fields, &picture, variant->frame, 1000);
	CHECK_EQ(fields.bottom, variant->bottom);
	CHECK(!fields_turn(&fields, 1000 + 19999999));
	CHECK_EQ(fields.bottom, variant->bottom);
	CHECK(fields_turn(&fields, 1000 + 20000000));
	CHECK_EQ(fields.bottom, !variant->bottom);
	/* Once: until the next frame the second one stays. */
	CHECK(!fields_turn(&fields, 1000 + 90000000));
	CHECK_EQ(fields.bottom, !variant->bottom);
	fields_begin(&fields, &picture, variant->frame, 100000000);
	CHECK_EQ(fields.bottom, variant->bottom);
}

TEST(rate_that_is_not_told_is_25_ok)
{
	struct framering_picture picture = { .rate = { 0, 0 } };
	struct fields fields = { .second_ns = 0 };

	fields_begin(&fields, &picture, V4L2_FIELD_INTERLACED_TB, 0);
	CHECK(!fields_turn(&fields, 19999999));
	CHECK(fields_turn(&fields, 20000000));
}
