/* SPDX-License-Identifier: MIT */
/* What is seen of a frame, how it stands and how wide its pixels are. */
#ifndef VIEW_SHAPE_H
#define VIEW_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

/**
 * struct shape - the shape of a picture
 * @visible: what is seen of the frame
 * @rotation: degrees by which it is turned clockwise: 0, 90, 180 or 270
 * @flip: FRAMERING_FLIP_ bits, before it is turned
 * @width: in square pixels, of the upright picture
 * @height: the same
 */
struct shape {
	struct framering_rectangle visible;
	uint32_t rotation;
	uint32_t flip;
	uint32_t width;
	uint32_t height;
};

/**
 * shape_of - the shape of a stream's pictures
 * @geometry: of the frames
 * @picture: what is told of them
 * @aspect: width of a pixel by its height; NULL: what @picture tells
 */
struct shape shape_of(const struct framering_geometry *geometry,
		      const struct framering_picture *picture,
		      const struct framering_fraction *aspect);

/* Width and height of the frame change places. */
static inline bool shape_is_turned(const struct shape *shape)
{
	return shape->rotation % 180 != 0;
}

#endif /* VIEW_SHAPE_H */
