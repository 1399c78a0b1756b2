// SPDX-License-Identifier: MIT
/*
 * The ring alone, without the driver: its pages and frames are a memfd, which
 * the two sides map as the driver would have them do it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <framering_ring.h>

#include "place.h"

/* The control pages, one after the other; the frames follow. */
#define AT_STATUS	0
#define AT_PRODUCER	4096
#define AT_CONSUMER	(AT_PRODUCER + 2 * 4096)
#define AT_FRAMES	(AT_CONSUMER + 4096)

struct place {
	struct framering_ring_producer producer;
	struct framering_ring_consumer consumer;
	uint32_t frame_bytes;
	size_t slot_bytes;
	size_t bytes;
	uint8_t *producer_map;
	uint8_t *consumer_map;
	/* The consumer's page, of which it is the only writer. */
	uint8_t *own_map;
};

static void memory_destroy(struct place *place)
{
	if (place->producer_map != MAP_FAILED)
		munmap(place->producer_map, place->bytes);
	if (place->consumer_map != MAP_FAILED)
		munmap(place->consumer_map, place->bytes);
	if (place->own_map != MAP_FAILED)
		munmap(place->own_map, 4096);
	free(place);
}

/* All of it, now: no page is left to be allocated while time is taken. */
static void *map(int fd, int prot, size_t bytes, off_t at)
{
	return mmap(NULL, bytes, prot, MAP_SHARED | MAP_POPULATE, fd, at);
}

static int map_all(struct place *place)
{
	int fd = memfd_create("framering-bench", MFD_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)place->bytes))
		error = -errno;
	if (!error) {
		place->producer_map = map(fd, PROT_READ | PROT_WRITE,
					  place->bytes, 0);
		place->consumer_map = map(fd, PROT_READ, place->bytes, 0);
		place->own_map = map(fd, PROT_READ | PROT_WRITE, 4096,
				     AT_CONSUMER);
		if (place->producer_map == MAP_FAILED ||
		    place->consumer_map == MAP_FAILED ||
		    place->own_map == MAP_FAILED)
			error = -errno;
	}
	close(fd);
	return error;
}

/* What the driver does at ATTACH. */
static void attach(struct place *place)
{
	struct framering_ring_producer *p = &place->producer;
	struct framering_ring_consumer *c = &place->consumer;
	struct framering_status *status =
		(struct framering_status *)(place->producer_map + AT_STATUS);
	uint32_t i;

	status->slots = PLACE_SLOTS;
	status->max_held = 1;
	status->consumers = 1;
	p->status = status;
	p->page = (void *)(place->producer_map + AT_PRODUCER);
	p->desc = (void *)(place->producer_map + AT_PRODUCER +
			   FRAMERING_DESC_OFFSET);
	p->consumer[0] = (void *)(place->producer_map + AT_CONSUMER);
	p->slots = status->slots;
	p->max_held = status->max_held;
	for (i = 0; i < PLACE_SLOTS; i++)
		p->desc[i].seq = framering_seq_none(i);

	c->status = (void *)(place->consumer_map + AT_STATUS);
	c->producer = (void *)(place->consumer_map + AT_PRODUCER);
	c->desc = (void *)(place->consumer_map + AT_PRODUCER +
			   FRAMERING_DESC_OFFSET);
	c->page = (void *)place->own_map;
	c->slots = status->slots;
	c->max_held = status->max_held;
}

static int memory_create(struct place **out, const char *path, uint32_t width,
			 uint32_t height)
{
	struct place *place = calloc(1, sizeof(*place));
	int error;

	(void)path;
	if (!place)
		return -ENOMEM;
	place->frame_bytes = width * height * 4;
	place->slot_bytes = (place->frame_bytes + 4095UL) & ~4095UL;
	place->bytes = AT_FRAMES + PLACE_SLOTS * place->slot_bytes;
	place->producer_map = MAP_FAILED;
	place->consumer_map = MAP_FAILED;
	place->own_map = MAP_FAILED;
	error = map_all(place);
	if (error) {
		memory_destroy(place);
		return error;
	}
	attach(place);
	*out = place;
	return 0;
}

static const void *frame_at(const struct place *place, const uint8_t *map,
			    int slot)
{
	return map + AT_FRAMES + (size_t)slot * place->slot_bytes;
}

static int memory_hand_over(struct place *place, uint32_t frames)
{
	struct framering_desc frame = { .bytes = place->frame_bytes };

	while (frames--) {
		int kick, slot = framering_ring_reserve(&place->producer);

		if (slot < 0)
			return slot;
		place_touch(frame_at(place, place->producer_map, slot));
		if (framering_ring_submit(&place->producer, &frame))
			return -EPROTO;
		slot = framering_ring_acquire(&place->consumer, 0, &kick);
		if (slot < 0)
			return slot;
		place_touch(frame_at(place, place->consumer_map, slot));
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
