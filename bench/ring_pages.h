/* SPDX-License-Identifier: MIT */
/*
 * A ring on ordinary shared memory (a memfd), without the driver: its pages
 * and frames lie and are mapped as the driver would have it.
 */
#ifndef BENCH_RING_PAGES_H
#define BENCH_RING_PAGES_H

#include <stddef.h>
#include <stdint.h>

#include <framering_ring.h>

/**
 * struct ring_pages - one ring's memory, mapped for both sides
 * @frame_bytes: of a frame
 * @slots: a power of two
 * @consumers: how many consumers there are
 * @bytes: of the whole mapping
 * @writable: the producer's mapping
 * @readable: what consumers map
 * @own: the consumers' own pages
 */
struct ring_pages {
	size_t frame_bytes;
	uint32_t slots;
	uint32_t consumers;
	size_t bytes;
	uint8_t *writable;
	uint8_t *readable;
	uint8_t *own;
};

/**
 * ring_pages_create - a ring whose consumers are all attached
 * @pages: gets it; mappings are shared with processes forked later
 * @frame_bytes: of a frame
 * @slots: a power of two
 * @consumers: how many
 * @lossless: not zero: the producer waits for all of them
 *
 * Return: 0 or a negative errno.
 */
int ring_pages_create(struct ring_pages *pages, size_t frame_bytes,
		      uint32_t slots, uint32_t consumers, int lossless);
void ring_pages_destroy(struct ring_pages *pages);

/* STATUS, whose wake flags are the kernel's where there is one. */
struct framering_status *ring_pages_status(const struct ring_pages *pages);
void ring_pages_producer(const struct ring_pages *pages,
			 struct framering_ring_producer *producer);
void ring_pages_consumer(const struct ring_pages *pages, uint32_t index,
			 struct framering_ring_consumer *consumer);

/* Where the frame in @slot is for the producer, and for a consumer. */
void *ring_pages_fill(const struct ring_pages *pages, int slot);
const void *ring_pages_frame(const struct ring_pages *pages, int slot);

#endif /* BENCH_RING_PAGES_H */
