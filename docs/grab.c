// SPDX-License-Identifier: MIT
/*
 * grab [RING] >FRAME: writes the next frame's visible bytes to standard output.
 *
 * A reader without the library: what mmap() of a ring is, in one file. It is
 * the example of docs/mmap-tour.md; programs use libframering, which does the
 * same and survives a ring that is configured anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <framering_format.h>
#include <framering_ring.h>

/**
 * struct reader - a consumer's role, mapped
 * @role: the role file
 * @status: what the ring is: written by the kernel, read by all
 * @ring: the consumer's side of the ring
 * @slot: the frames; nothing can make these writable
 */
struct reader {
	int role;
	const struct framering_status *status;
	struct framering_ring_consumer ring;
	const uint8_t *slot[FRAMERING_MAX_SLOTS];
};

static void die(const char *what)
{
	fprintf(stderr, "grab: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Always MAP_SHARED: a private copy of a shared page shows nothing new. */
static void *map(int role, int prot, uint64_t offset, size_t bytes)
{
	void *at = mmap(NULL, bytes, prot, MAP_SHARED, role, (off_t)offset);

	if (at == MAP_FAILED)
		die("mmap");
	return at;
}

/* One part of a region: STATUS tells where it lies and how long it is. */
static void *map_part(const struct reader *r, uint32_t region, uint32_t part,
		      int prot)
{
	const struct framering_region *where = &r->status->region[region];

	return map(r->role, prot, where->offset + part * where->step,
		   where->length);
}

/* Become a consumer: the role is a file of its own, and that is mapped. */
static uint32_t attach(struct reader *r, const char *path)
{
	struct framering_attach attach = {
		.size = sizeof(attach),
		.role = FRAMERING_ROLE_CONSUMER,
	};
	int ring = open(path, O_RDONLY | O_CLOEXEC);

	if (ring < 0)
		die(path);
	if (ioctl(ring, FRAMERING_IOC_ATTACH, &attach))
		die("attach");
	/* The role lives on without the ring file. */
	close(ring);
	r->role = attach.fd;
	return attach.index;
}

static void map_all(struct reader *r, uint32_t index)
{
	const uint8_t *producer;
	uint32_t i;

	r->status = map(r->role, PROT_READ, FRAMERING_OFFSET_STATUS,
			FRAMERING_STATUS_BYTES);
	producer = map_part(r, FRAMERING_REGION_PRODUCER, 0, PROT_READ);
	r->ring = (struct framering_ring_consumer){
		.status = r->status,
		.producer = (const void *)producer,
		.desc = (const void *)(producer + FRAMERING_DESC_OFFSET),
		/* The only page that a reader writes: where it has got to. */
		.page = map_part(r, FRAMERING_REGION_CONSUMER, index,
				 PROT_READ | PROT_WRITE),
		.slots = r->status->slots,
		.max_held = r->status->max_held,
	};
	for (i = 0; i < r->status->slots; i++)
		r->slot[i] = map_part(r, FRAMERING_REGION_FRAMES, i,
				      PROT_READ);
}

/* The next frame's slot; it does not change until it is released. */
static uint32_t acquire(struct reader *r)
{
	struct pollfd wait = { .fd = r->role, .events = POLLIN };
	int slot, kick;

	for (;;) {
		slot = framering_ring_acquire(&r->ring, 0, &kick);
		if (kick)
			ioctl(r->role, FRAMERING_IOC_KICK);
		if (slot >= 0)
			return (uint32_t)slot;
		errno = -slot;
		/* Only now is a system call due: nothing waits. */
		if (slot != -EAGAIN || poll(&wait, 1, -1) < 0)
			die("acquire");
	}
}

/* Straight from the slot: write() reads what the producer wrote. */
static void put(const struct reader *r, uint32_t slot)
{
	const struct framering_geometry *g = &r->status->geometry;
	uint32_t done = 0, offset, run;

	while ((run = framering_packed_find(g, done, &offset))) {
		ssize_t n = write(STDOUT_FILENO, r->slot[slot] + offset, run);

		if (n < 0)
			die("standard output");
		done += (uint32_t)n;
	}
}

int main(int argc, char **argv)
{
	struct reader r = { .role = -1 };
	struct framering_desc desc;
	int whole, kick;
	uint32_t slot;

	if (argc > 2) {
		fprintf(stderr, "usage: grab [RING] >FRAME\n");
		return 64;
	}
	map_all(&r, attach(&r, argc == 2 ? argv[1] : "/dev/framering"));
	slot = acquire(&r);
	desc = r.ring.desc[slot];
	put(&r, slot);
	whole = !framering_ring_release(&r.ring, slot, &kick);
	if (kick)
		ioctl(r.role, FRAMERING_IOC_KICK);
	fprintf(stderr, "grab: frame %llu, %ux%u, %u bytes, slot %u\n",
		(unsigned long long)desc.frame, r.status->geometry.width,
		r.status->geometry.height, desc.bytes, slot);
	if (!whole)
		fprintf(stderr, "grab: it was overwritten while it was copied; "
			"run grab again\n");
	return !whole;
}
