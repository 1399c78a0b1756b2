// SPDX-License-Identifier: MIT
/*
 * Frames, handed over nearly as they should be: without them there would be
 * nothing to read, and no reader that blocks the producer.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <framering_ring.h>

#include "guard.h"
#include "ops.h"

static uint8_t *map(int fd, int prot, uint64_t offset, size_t bytes)
{
	uint8_t *at = mmap(NULL, bytes, prot, MAP_SHARED, fd, (off_t)offset);

	return at == MAP_FAILED ? NULL : at;
}

/* The next descriptor, and then the head. */
static int show(struct worker *w, uint8_t *at, uint32_t slots)
{
	struct framering_producer_page page;
	struct framering_desc desc = { .bytes = 64 };

	if (guard_copy(&page, at, sizeof(page)))
		return -EFAULT;
	desc.seq = page.head++;
	desc.frame = page.frames++;
	if (prng_one_in(&w->prng, 6))
		desc.bytes = prng_edge(&w->prng);
	if (prng_one_in(&w->prng, 16)) {
		page.ends++;
		page.end = prng_one_in(&w->prng, 4) ?
			   (uint32_t)prng_edge(&w->prng) : page.head;
	}
	if (guard_copy(at + FRAMERING_DESC_OFFSET +
		       desc.seq % slots * sizeof(desc), &desc, sizeof(desc)))
		return -EFAULT;
	return guard_copy(at, &page, sizeof(page));
}

static long submit(struct worker *w)
{
	int fd = context_pick_file(w, CONTEXT_ROLE);
	uint32_t slots = 2U << prng_below(&w->prng, 5);
	uint32_t frames = 1 + prng_below(&w->prng, 4);
	uint8_t *at = map(fd, PROT_READ | PROT_WRITE,
			  FRAMERING_OFFSET_PRODUCER, FRAMERING_PRODUCER_BYTES);
	long ret = 0;

	worker_say(w, " fd %d slots %u frames %u", fd, slots, frames);
	if (!at)
		return -errno;
	while (frames-- && !ret)
		ret = show(w, at, slots);
	ioctl(fd, FRAMERING_IOC_KICK);
	munmap(at, FRAMERING_PRODUCER_BYTES);
	return ret;
}

/* Go on, stay behind, and hold more or less. */
static int follow(struct worker *w, uint8_t *own, const uint8_t *producer)
{
	struct framering_consumer_page page;
	uint32_t head;

	if (guard_copy(&page, own, sizeof(page)) ||
	    guard_copy(&head, producer, sizeof(head)))
		return -EFAULT;
	if (prng_one_in(&w->prng, 2))
		page.tail = head - prng_below(&w->prng, 3);
	else
		page.tail++;
	page.held ^= 1U << prng_below(&w->prng, 5);
	if (prng_one_in(&w->prng, 3))
		page.held = 0;
	return guard_copy(own, &page, sizeof(page));
}

static long acquire(struct worker *w)
{
	struct framering_role_info info = { .size = sizeof(info) };
	int fd = context_pick_file(w, CONTEXT_ROLE);
	uint8_t *own, *producer;
	long ret = -EFAULT;

	worker_say(w, " fd %d", fd);
	if (ioctl(fd, FRAMERING_IOC_ROLE, &info))
		return -errno;
	own = map(fd, PROT_READ | PROT_WRITE, FRAMERING_OFFSET_CONSUMER +
		  info.index * PAGE, PAGE);
	if (!own)
		return -errno;
	producer = map(fd, PROT_READ, FRAMERING_OFFSET_PRODUCER, PAGE);
	if (producer) {
		ret = follow(w, own, producer);
		munmap(producer, PAGE);
	}
	ioctl(fd, FRAMERING_IOC_KICK);
	munmap(own, PAGE);
	return ret;
}

static const struct op ops[] = {
	{ "submit", 40, submit },
	{ "acquire", 30, acquire },
};

const struct op_group ops_frames = OP_GROUP(ops);
