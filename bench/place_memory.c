// SPDX-License-Identifier: MIT
/* The ring alone, without the driver. */
#include <errno.h>
#include <stdlib.h>

#include "place.h"
#include "ring_pages.h"

struct place {
	struct ring_pages pages;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
};

static void memory_destroy(struct place *place)
{
	ring_pages_destroy(&place->pages);
	free(place);
}

static int memory_create(struct place **out, const char *path, uint32_t width,
			 uint32_t height)
{
	struct place *place = calloc(1, sizeof(*place));
	int error;

	(void)path;
	if (!place)
		return -ENOMEM;
	error = ring_pages_create(&place->pages, (size_t)width * height * 4,
				  PLACE_SLOTS, 1, 0);
	if (error) {
		free(place);
		return error;
	}
	ring_pages_producer(&place->pages, &place->producer);
	ring_pages_consumer(&place->pages, 0, &place->consumer);
	*out = place;
	return 0;
}

static int memory_hand_over(struct place *place, uint32_t frames)
{
	struct framering_desc frame = {
		.bytes = (uint32_t)place->pages.frame_bytes,
	};

	while (frames--) {
		int kick, slot = framering_ring_reserve(&place->producer);

		if (slot < 0)
			return slot;
		place_touch(ring_pages_fill(&place->pages, slot));
		if (framering_ring_submit(&place->producer, &frame))
			return -EPROTO;
		slot = framering_ring_acquire(&place->consumer, 0, &kick);
		if (slot < 0)
			return slot;
		place_touch(ring_pages_frame(&place->pages, slot));
		if (framering_ring_release(&place->consumer, (uint32_t)slot))
			return -EPROTO;
	}
	return 0;
}

const struct place_kind place_memory = {
	.name = "the ring alone on shared memory (memfd), without the driver",
	.create = memory_create,
	.hand_over = memory_hand_over,
	.destroy = memory_destroy,
};
