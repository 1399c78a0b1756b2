// SPDX-License-Identifier: MIT
/* The ring alone, without the driver. */
#include <errno.h>
#include <stdlib.h>

#include "backend.h"
#include "ring_pages.h"

struct backend {
	struct ring_pages pages;
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
};

static void memory_destroy(struct backend *backend)
{
	ring_pages_destroy(&backend->pages);
	free(backend);
}

static int memory_create(struct backend **out, const char *path, uint32_t width,
			 uint32_t height)
{
	struct backend *backend = calloc(1, sizeof(*backend));
	int error;

	(void)path;
	if (!backend)
		return -ENOMEM;
	error = ring_pages_create(&backend->pages, (size_t)width * height * 4,
				  BACKEND_SLOTS, 1, 0);
	if (error) {
		free(backend);
		return error;
	}
	ring_pages_producer(&backend->pages, &backend->producer);
	ring_pages_consumer(&backend->pages, 0, &backend->consumer);
	*out = backend;
	return 0;
}

static int memory_hand_over(struct backend *backend, uint32_t frames)
{
	struct framering_desc frame = {
		.bytes = (uint32_t)backend->pages.frame_bytes,
	};

	while (frames--) {
		int kick, slot = framering_ring_reserve(&backend->producer);

		if (slot < 0)
			return slot;
		backend_touch(ring_pages_fill(&backend->pages, slot));
		if (framering_ring_submit(&backend->producer, &frame))
			return -EPROTO;
		slot = framering_ring_acquire(&backend->consumer, 0, &kick);
		if (slot < 0)
			return slot;
		backend_touch(ring_pages_frame(&backend->pages, slot));
		if (framering_ring_release(&backend->consumer, (uint32_t)slot,
					   &kick) || kick)
			return -EPROTO;
	}
	return 0;
}

const struct backend_ops backend_memory = {
	.name = "the ring alone on shared memory (memfd), without the driver",
	.create = memory_create,
	.hand_over = memory_hand_over,
	.destroy = memory_destroy,
};
