// SPDX-License-Identifier: MIT
/* The role that reads slots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "private.h"

/**
 * struct framering_consumer - a consumer
 * @role: its file and mappings
 * @ring: its side of the ring
 * @latest: not zero: acquire gives the newest frame
 * @fenced: not zero: streaming loads may pass the ring's own loads
 * @delivered: as in the consumer's page, which may be taken away
 * @dropped: see there
 */
struct framering_consumer {
	struct framering_role_file role;
	struct framering_ring_consumer ring;
	int latest;
	int fenced;
	uint64_t delivered;
	uint64_t dropped;
};

static int map_control(struct framering_consumer *c)
{
	const struct framering_status *status = c->role.status;
	const struct framering_region *producer, *own;
	void *page, *head;
	int ret;

	producer = &status->region[FRAMERING_REGION_PRODUCER];
	own = &status->region[FRAMERING_REGION_CONSUMER];
	if (producer->length < FRAMERING_PRODUCER_BYTES ||
	    c->role.index >= own->count)
		return -EPROTO;
	ret = framering_role_map(&c->role, producer->offset, producer->length,
				 PROT_READ, &head);
	if (ret)
		return ret;
	ret = framering_role_map(&c->role,
				 own->offset + c->role.index * own->step,
				 own->length, PROT_READ | PROT_WRITE, &page);
	if (ret)
		return ret;
	c->ring.producer = head;
	c->ring.desc = (void *)((uint8_t *)head + FRAMERING_DESC_OFFSET);
	c->ring.page = page;
	return 0;
}

static int consumer_init(struct framering_consumer *c, struct framering *ring,
			 uint32_t flags)
{
	int lossless = !!(flags & FRAMERING_CONSUMER_LOSSLESS);
	uint64_t frame;
	int ret;

	ret = framering_role_init(&c->role, ring, FRAMERING_ROLE_CONSUMER,
				  lossless ? FRAMERING_ATTACH_LOSSLESS : 0,
				  &frame);
	if (ret)
		return ret;
	ret = map_control(c);
	if (!ret)
		ret = framering_role_map_slots(&c->role, PROT_READ);
	if (ret) {
		framering_role_finish(&c->role);
		return ret;
	}
	c->latest = !!(flags & FRAMERING_CONSUMER_LATEST);
	c->fenced = c->role.status->cache_effective != FRAMERING_CACHE_WB;
	c->ring.status = c->role.status;
	c->ring.slots = c->role.slots;
	/* The limit is a live reader's; the producer needs one slot anyway. */
	c->ring.max_held = lossless ? c->role.slots - 1 :
				      c->role.status->max_held;
	c->ring.lossless = (uint32_t)lossless;
	c->ring.next_frame = frame;
	c->ring.counting = 1;
	return 0;
}

int framering_consumer_attach(struct framering_consumer **consumer,
			      struct framering *ring, uint32_t flags)
{
	const uint32_t known =
		FRAMERING_CONSUMER_LOSSLESS | FRAMERING_CONSUMER_LATEST;
	struct framering_consumer *c;
	int ret;

	if ((flags & ~known) || (flags & known) == known)
		return -EINVAL;
	c = calloc(1, sizeof(*c));
	if (!c)
		return -ENOMEM;
	ret = consumer_init(c, ring, flags);
	if (ret) {
		free(c);
		return ret;
	}
	*consumer = c;
	return 0;
}

void framering_consumer_detach(struct framering_consumer *consumer)
{
	if (!consumer)
		return;
	framering_role_finish(&consumer->role);
	free(consumer);
}

int framering_consumer_fd(const struct framering_consumer *consumer)
{
	return consumer->role.fd;
}

const struct framering_status *
framering_consumer_status(const struct framering_consumer *consumer)
{
	return consumer->role.status;
}

static void give_back(struct framering_consumer *c, uint32_t slot)
{
	if (c->fenced)
		framering_load_fence();
	if (framering_ring_release(&c->ring, slot))
		framering_role_kick(&c->role);
}

int framering_consumer_acquire(struct framering_consumer *consumer,
			       struct framering_frame *frame)
{
	const struct framering_desc *desc;
	uint32_t bytes;
	int slot, kick;
	int gone = framering_role_gone(&consumer->role);

	if (gone)
		return gone;
	slot = framering_ring_acquire(&consumer->ring, consumer->latest, &kick);
	if (kick)
		framering_role_kick(&consumer->role);
	consumer->dropped = consumer->ring.page->dropped;
	consumer->delivered = consumer->ring.page->delivered;
	if (slot < 0)
		return slot;
	desc = &consumer->ring.desc[slot];
	bytes = framering_read_once(&desc->bytes);
	/* Who goes by the frame's bytes must not leave the mapping. */
	if (bytes > consumer->role.geometry.frame_bytes) {
		give_back(consumer, (uint32_t)slot);
		return -EPROTO;
	}
	framering_role_frame(&consumer->role, (uint32_t)slot, frame);
	frame->flags = desc->flags;
	frame->frame = desc->frame;
	frame->time_ns = desc->time_ns;
	frame->bytes = bytes;
	memcpy(frame->user, desc->user, sizeof(frame->user));
	if (consumer->fenced)
		framering_load_fence();
	return 0;
}

int framering_consumer_release(struct framering_consumer *consumer,
			       const struct framering_frame *frame)
{
	uint32_t slot = frame->slot;
	int gone = framering_role_gone(&consumer->role);

	if (gone)
		return gone;
	if (slot >= consumer->ring.slots ||
	    !(framering_read_once(&consumer->ring.page->held) & (1U << slot)))
		return -EINVAL;
	give_back(consumer, slot);
	return 0;
}

int framering_consumer_wait(struct framering_consumer *consumer,
			    int64_t timeout_ns)
{
	int gone = framering_role_gone(&consumer->role);

	if (gone)
		return gone;
	if (framering_ring_waiting(&consumer->ring))
		return 0;
	return framering_role_wait(&consumer->role, FRAMERING_EVENT_IN,
				   timeout_ns);
}

int framering_consumer_evicted(const struct framering_consumer *consumer)
{
	return framering_role_gone(&consumer->role) != 0;
}

int framering_consumer_wish(struct framering_consumer *consumer,
			    const struct framering_wish *wish)
{
	struct framering_wish w = *wish;

	w.size = sizeof(w);
	w.flags = 0;
	if (ioctl(consumer->role.fd, FRAMERING_IOC_WISH, &w) < 0)
		return -errno;
	return 0;
}

void framering_consumer_counts(const struct framering_consumer *consumer,
			       uint64_t *delivered, uint64_t *dropped)
{
	*delivered = consumer->delivered;
	*dropped = consumer->dropped;
}
