// SPDX-License-Identifier: MIT
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ring_pages.h"

/* The control pages, one after the other; the frames follow. */
#define AT_STATUS	0
#define AT_PRODUCER	4096
#define AT_CONSUMERS	(AT_PRODUCER + 2 * 4096)
#define CONSUMERS_BYTES	(FRAMERING_MAX_CONSUMERS * 4096)
#define AT_FRAMES	(AT_CONSUMERS + CONSUMERS_BYTES)

static size_t slot_bytes(const struct ring_pages *pages)
{
	return (pages->frame_bytes + 4095) & ~(size_t)4095;
}

void ring_pages_destroy(struct ring_pages *pages)
{
	if (pages->writable != MAP_FAILED)
		munmap(pages->writable, pages->bytes);
	if (pages->readable != MAP_FAILED)
		munmap(pages->readable, pages->bytes);
	if (pages->own != MAP_FAILED)
		munmap(pages->own, CONSUMERS_BYTES);
}

/* All of it, now: no page is left to be allocated while time is taken. */
static void *map(int fd, int prot, size_t bytes, off_t at)
{
	return mmap(NULL, bytes, prot, MAP_SHARED | MAP_POPULATE, fd, at);
}

static int map_all(struct ring_pages *pages)
{
	int fd = memfd_create("framering-bench", MFD_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return -errno;
	if (ftruncate(fd, (off_t)pages->bytes))
		error = -errno;
	if (!error) {
		pages->writable = map(fd, PROT_READ | PROT_WRITE,
				      pages->bytes, 0);
		pages->readable = map(fd, PROT_READ, pages->bytes, 0);
		pages->own = map(fd, PROT_READ | PROT_WRITE, CONSUMERS_BYTES,
				 AT_CONSUMERS);
		if (pages->writable == MAP_FAILED ||
		    pages->readable == MAP_FAILED ||
		    pages->own == MAP_FAILED)
			error = -errno;
	}
	close(fd);
	return error;
}

struct framering_status *ring_pages_status(const struct ring_pages *pages)
{
	return (void *)(pages->writable + AT_STATUS);
}

/* What the driver does at CONFIGURE and ATTACH. */
static void set_up(struct ring_pages *pages, int lossless)
{
	struct framering_status *status = ring_pages_status(pages);
	struct framering_desc *desc = (void *)(pages->writable + AT_PRODUCER +
					       FRAMERING_DESC_OFFSET);
	uint32_t i;

	status->slots = pages->slots;
	status->max_held = pages->slots > 3 ? pages->slots / 2 - 1 : 1;
	status->consumers = (uint32_t)((1ULL << pages->consumers) - 1);
	status->lossless = lossless ? status->consumers : 0;
	for (i = 0; i < pages->slots; i++)
		desc[i].seq = framering_seq_none(i);
}

int ring_pages_create(struct ring_pages *pages, size_t frame_bytes,
		      uint32_t slots, uint32_t consumers, int lossless)
{
	struct ring_pages made = {
		.frame_bytes = frame_bytes,
		.slots = slots,
		.consumers = consumers,
		.writable = MAP_FAILED,
		.readable = MAP_FAILED,
		.own = MAP_FAILED,
	};
	int error;

	made.bytes = AT_FRAMES + slots * slot_bytes(&made);
	error = map_all(&made);
	if (error) {
		ring_pages_destroy(&made);
		return error;
	}
	set_up(&made, lossless);
	*pages = made;
	return 0;
}

void ring_pages_producer(const struct ring_pages *pages,
			 struct framering_ring_producer *producer)
{
	const struct framering_status *status = ring_pages_status(pages);
	uint32_t i;

	memset(producer, 0, sizeof(*producer));
	producer->status = status;
	producer->page = (void *)(pages->writable + AT_PRODUCER);
	producer->desc = (void *)(pages->writable + AT_PRODUCER +
				  FRAMERING_DESC_OFFSET);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		producer->consumer[i] = (void *)(pages->readable +
						 AT_CONSUMERS + i * 4096);
	producer->slots = status->slots;
	producer->max_held = status->max_held;
	framering_ring_enter(producer);
}

void ring_pages_consumer(const struct ring_pages *pages, uint32_t index,
			 struct framering_ring_consumer *consumer)
{
	const struct framering_status *status =
		(void *)(pages->readable + AT_STATUS);

	memset(consumer, 0, sizeof(*consumer));
	consumer->status = status;
	consumer->producer = (void *)(pages->readable + AT_PRODUCER);
	consumer->desc = (void *)(pages->readable + AT_PRODUCER +
				  FRAMERING_DESC_OFFSET);
	consumer->page = (void *)(pages->own + index * 4096);
	consumer->slots = status->slots;
	consumer->max_held = status->max_held;
	consumer->lossless = status->lossless >> index & 1;
}

static size_t frame_at(const struct ring_pages *pages, int slot)
{
	return AT_FRAMES + (size_t)slot * slot_bytes(pages);
}

void *ring_pages_fill(const struct ring_pages *pages, int slot)
{
	return pages->writable + frame_at(pages, slot);
}

const void *ring_pages_frame(const struct ring_pages *pages, int slot)
{
	return pages->readable + frame_at(pages, slot);
}
