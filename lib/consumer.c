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
 * @leases: the lease of the frame that was acquired last
 * @lease: by slot: the frame that is held, as in struct framering_frame; 0
 *	where none is
 * @watch: how long the frames take
 * @delivered: as in the consumer's page, which may be unmapped
 * @dropped: see there
 */
struct framering_consumer {
	struct framering_role_file role;
	struct framering_ring_consumer ring;
	int latest;
	int fenced;
	uint32_t leases;
	uint32_t lease[FRAMERING_MAX_SLOTS];
	struct framering_stopwatch watch;
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

static int release_slot(struct framering_consumer *c, uint32_t slot)
{
	int kick, ret;

	if (c->fenced)
		framering_load_fence();
	ret = framering_ring_release(&c->ring, slot, &kick);
	if (kick)
		framering_role_kick(&c->role);
	return ret;
}

/*
 * @ret, unless what it comes from may have been dummy pages: the driver shows
 * that in STATUS before it takes anything else away.
 */
static int gone_or(const struct framering_consumer *c, int ret)
{
	int gone;

	framering_read_fence();
	gone = framering_role_gone(&c->role);
	return gone ? gone : ret;
}

static uint32_t give_lease(struct framering_consumer *c, uint32_t slot)
{
	if (!++c->leases)
		c->leases = 1;
	framering_write_once(&c->lease[slot], c->leases);
	return c->leases;
}

/* Whether @c gave @frame, and has it not back. */
static int has_lease(const struct framering_consumer *c,
		     const struct framering_frame *frame)
{
	/* Two consumers' leases may be the same number. */
	return frame->slot < c->ring.slots && frame->lease &&
	       frame->geometry == &c->role.geometry &&
	       framering_read_once(&c->lease[frame->slot]) == frame->lease;
}

/*
 * Not zero: @frame was held, and this call is the one that releases it. Any
 * number of threads may try, also when another frame is in the slot by then.
 */
static int take_lease(struct framering_consumer *c,
		      const struct framering_frame *frame)
{
	uint32_t lease = frame->lease;

	return has_lease(c, frame) &&
	       __atomic_compare_exchange_n(&c->lease[frame->slot], &lease, 0, 0,
					   __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

/*
 * What acquire gave: count, and describe the frame in @slot, or say the error
 * that it is. All is read first, and then looked once whether it was there; the
 * fence in between keeps what is checked from being read a second time.
 */
static int describe(struct framering_consumer *c, int slot,
		    struct framering_frame *frame)
{
	uint64_t dropped = c->ring.page->dropped;
	uint64_t delivered = c->ring.page->delivered;
	/* Without a slot, any. */
	struct framering_desc desc = c->ring.desc[slot < 0 ? 0 : slot];
	int gone = gone_or(c, 0);

	if (gone)
		return gone;
	c->dropped = dropped;
	c->delivered = delivered;
	if (slot < 0)
		return slot;
	if (!framering_role_fits(&c->role, desc.bytes, &desc.info))
		return -EPROTO;
	if (framering_read_once(&c->role.status->state) &
	    FRAMERING_STATE_TIMES)
		framering_stopwatch_acquired(&c->watch, &c->ring.page->times,
					     (uint32_t)slot, &desc);
	framering_role_frame(&c->role, (uint32_t)slot, frame);
	frame->lease = give_lease(c, (uint32_t)slot);
	frame->flags = desc.flags;
	frame->frame = desc.frame;
	frame->time_ns = desc.time_ns;
	frame->bytes = desc.bytes;
	frame->info = desc.info;
	return 0;
}

FRAMERING_OTHER_RELEASE
static int acquire_other(struct framering_consumer *consumer,
			 struct framering_frame *frame, size_t size)
{
	struct framering_frame own;
	int ret = framering_consumer_acquire_sized(consumer, &own,
						   sizeof(own));

	if (!ret)
		framering_sized_copy(frame, size, &own, sizeof(own));
	return ret;
}

int framering_consumer_acquire_sized(struct framering_consumer *consumer,
				     struct framering_frame *frame, size_t size)
{
	int gone = framering_role_gone(&consumer->role);
	int slot, kick, ret;

	if (size != sizeof(*frame))
		return acquire_other(consumer, frame, size);
	if (gone)
		return gone;
	slot = framering_ring_acquire(&consumer->ring, consumer->latest, &kick);
	if (kick)
		framering_role_kick(&consumer->role);
	ret = describe(consumer, slot, frame);
	if (ret && slot >= 0)
		release_slot(consumer, (uint32_t)slot);
	else if (!ret && consumer->fenced)
		framering_load_fence();
	return ret;
}

FRAMERING_OTHER_RELEASE
static int release_other(struct framering_consumer *consumer,
			 const struct framering_frame *frame, size_t size)
{
	struct framering_frame own;

	framering_sized_copy(&own, sizeof(own), frame, size);
	return framering_consumer_release_sized(consumer, &own, sizeof(own));
}

int framering_consumer_release_sized(struct framering_consumer *consumer,
				     const struct framering_frame *frame,
				     size_t size)
{
	int gone = framering_role_gone(&consumer->role);

	if (size != sizeof(*frame))
		return release_other(consumer, frame, size);
	if (gone)
		return gone;
	if (!take_lease(consumer, frame))
		return gone_or(consumer, -EINVAL);
	if (consumer->watch.acquired_ns[frame->slot])
		framering_stopwatch_released(&consumer->watch,
					     &consumer->ring.page->times,
					     frame->slot);
	return gone_or(consumer, release_slot(consumer, frame->slot));
}

FRAMERING_OTHER_RELEASE
static int check_other(const struct framering_consumer *consumer,
		       const struct framering_frame *frame, size_t size)
{
	struct framering_frame own;

	framering_sized_copy(&own, sizeof(own), frame, size);
	return framering_consumer_check_sized(consumer, &own, sizeof(own));
}

int framering_consumer_check_sized(const struct framering_consumer *consumer,
				   const struct framering_frame *frame,
				   size_t size)
{
	int gone = framering_role_gone(&consumer->role);

	if (size != sizeof(*frame))
		return check_other(consumer, frame, size);
	if (gone)
		return gone;
	if (!has_lease(consumer, frame))
		return gone_or(consumer, -EINVAL);
	if (consumer->fenced)
		framering_load_fence();
	return gone_or(consumer,
		       framering_ring_check(&consumer->ring, frame->slot));
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
	return cut && !gone_or(consumer, 0);
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
