// SPDX-License-Identifier: MIT
/* What is seen of a frame, how it stands and how wide its pixels are. */
#include "shape.h"

/* Wider than any window. */
#define MAX_SIDE	(1U << 20)

/* @n * @a / @b, rounded. */
static uint32_t stretch(uint32_t n, uint32_t a, uint32_t b)
{
	uint64_t side = ((uint64_t)n * a + b / 2) / b;

	return side > MAX_SIDE ? MAX_SIDE : side ? (uint32_t)side : 1;
}

static struct framering_rectangle
visible_of(const struct framering_geometry *geometry,
	   const struct framering_rectangle *told)
{
	struct framering_rectangle all = {
		.width = geometry->width, .height = geometry->height,
	};

	if (!told->width || !told->height || told->x >= all.width ||
	    told->y >= all.height || told->width > all.width - told->x ||
	    told->height > all.height - told->y)
		return all;
	return *told;
}

struct shape shape_of(const struct framering_geometry *geometry,
		      const struct framering_picture *picture,
		      const struct framering_fraction *aspect)
{
	struct framering_rectangle visible =
		visible_of(geometry, &picture->visible);
	struct shape shape = {
		.visible = visible,
		.rotation = picture->rotation % 360,
		.flip = picture->flip,
		.width = visible.width,
		.height = visible.height,
	};

	if (!aspect)
		aspect = &picture->aspect;
	/* Never fewer pixels than there are. */
	if (aspect->numerator && aspect->denominator) {
		if (aspect->numerator > aspect->denominator)
			shape.width = stretch(visible.width, aspect->numerator,
					      aspect->denominator);
		else
			shape.height = stretch(visible.height,
					       aspect->denominator,
					       aspect->numerator);
	}
	if (shape_is_turned(&shape)) {
		uint32_t width = shape.width;

		shape.width = shape.height;
		shape.height = width;
	}
	return shape;
}
