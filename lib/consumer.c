// SPDX-License-Identifier: MIT
/* The role that reads slots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "consumer.h"

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
	uint32_t attach = 0;
	uint64_t frame;
	int ret;

	if (lossless)
		attach |= FRAMERING_ATTACH_LOSSLESS;
	if (flags & FRAMERING_CONSUMER_NEWEST)
		attach |= FRAMERING_ATTACH_NEWEST;
	if (flags & FRAMERING_CONSUMER_UNENDED)
		attach |= FRAMERING_ATTACH_UNENDED;
	ret = framering_role_init(&c->role, ring, FRAMERING_ROLE_CONSUMER,
				  attach, &frame);
	if (ret)
		return ret;
	ret = map_control(c);
	if (!ret)
		ret = framering_role_map_slots(&c->role, PROT_READ);
	if (ret) {
		framering_role_finish(&c->role);
		return ret;
	}
	c->leases = framering_role_leases();
	c->latest = !!(flags & FRAMERING_CONSUMER_LATEST);
	c->fenced = c->role.status->cache_effective != FRAMERING_CACHE_WB;
	c->ring.status = c->role.status;
	c->ring.slots = c->role.slots;
	/* It limits live consumers; the producer needs one slot anyway. */
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
	const uint32_t either =
		FRAMERING_CONSUMER_LOSSLESS | FRAMERING_CONSUMER_LATEST;
	const uint32_t newest =
		FRAMERING_CONSUMER_NEWEST | FRAMERING_CONSUMER_UNENDED;
	struct framering_consumer *c;
	int ret;

	if ((flags & ~(either | newest)) || (flags & either) == either ||
	    (flags & newest) == FRAMERING_CONSUMER_UNENDED)
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
	return framering_role_status(&consumer->role);
}


uint64_t
framering_consumer_unprotected(const struct framering_consumer *consumer)
{
	struct framering_role_info info = { .size = sizeof(info) };

	if (ioctl(consumer->role.fd, FRAMERING_IOC_ROLE, &info) < 0)
		return 0;
	return info.unprotected_ns;
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

int framering_consumer_cut(const struct framering_consumer *consumer)
{
	int cut;

	if (framering_role_gone(&consumer->role))
		return 0;
	cut = framering_ring_cut(&consumer->ring);
	return cut && !framering_consumer_gone_or(consumer, 0);
}

int framering_consumer_evicted(const struct framering_consumer *consumer)
{
	return framering_role_gone(&consumer->role) != 0;
}

int framering_consumer_wish_sized(struct framering_consumer *consumer,
				  const struct framering_wish *wish,
				  size_t size)
{
	struct framering_wish w;
	int ret = framering_role_gone(&consumer->role);

	if (!ret)
		ret = framering_sized_check(wish, size, sizeof(w));
	if (ret)
		return ret;
	framering_sized_copy(&w, sizeof(w), wish, size);
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

int framering_consumer_export(struct framering_consumer *consumer,
			      uint32_t slot, uint32_t flags)
{
	return framering_role_export(&consumer->role, slot, flags);
}
