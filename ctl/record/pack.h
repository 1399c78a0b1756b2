/* SPDX-License-Identifier: MIT */
/* Frames as files have them: lines without padding, of what is to be shown. */
#ifndef CTL_PACK_H
#define CTL_PACK_H

#include <libframering.h>

/**
 * struct pack - how frames of a stream are packed
 * @geometry: how they lie in a slot
 * @picture: what they mean
 * @format: their format; NULL: not one whose lines are known
 * @cache: how slots are cached, for framering_load()
 * @part: what of them is packed, in pixels
 * @bytes: the most that a packed frame has
 */
struct pack {
	struct framering_geometry geometry;
	struct framering_picture picture;
	const struct framering_format *format;
	uint32_t cache;
	struct framering_rectangle part;
	size_t bytes;
};

/* By what the ring, or a role's STATUS page, says. */
void pack_init(struct pack *pack, const struct framering_geometry *geometry,
	       const struct framering_picture *picture, uint32_t cache);

/* Pack @frame into @data, of @pack->bytes at least. Return: how many it has. */
size_t pack_frame(const struct pack *pack, const struct framering_frame *frame,
		  uint8_t *data);

#endif /* CTL_PACK_H */
