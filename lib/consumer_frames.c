// SPDX-License-Identifier: MIT
/* A consumer's frames: acquired, checked and released. */
#include "consumer.h"

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
	int gone = framering_consumer_gone_or(c, 0);

	if (gone)
		return gone;
	c->dropped = dropped;
	c->delivered = delivered;
	if (slot < 0)
		return slot;
	if (!framering_role_fits(&c->role, desc.bytes, &desc.info))
		return -EPROTO;
	framering_role_frame(&c->role, (uint32_t)slot, frame);
	frame->lease = give_lease(c, (uint32_t)slot);
	frame->flags = desc.flags;
	frame->frame = desc.frame;
	frame->time_ns = desc.time_ns;
	frame->bytes = desc.bytes;
	frame->info = desc.info;
	return 0;
}

/*
 * The ends of acquire and release where somebody asks how long frames take: as
 * functions of their own, called last, they cost the others no register.
 */
__attribute__((cold, noinline))
static int acquired_timed(struct framering_consumer *c,
			  const struct framering_frame *frame)
{
	framering_stopwatch_acquired(&c->watch, &c->ring.page->times, frame);
	return 0;
}

__attribute__((cold, noinline))
static int release_timed(struct framering_consumer *c, uint32_t slot)
{
	framering_stopwatch_released(&c->watch, &c->ring.page->times, slot);
	return framering_consumer_gone_or(c, release_slot(c, slot));
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
	if (!ret && framering_read_once(&consumer->role.status->state) &
		    FRAMERING_STATE_TIMES)
		return acquired_timed(consumer, frame);
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
		return framering_consumer_gone_or(consumer, -EINVAL);
	if (consumer->watch.acquired_ns[frame->slot])
		return release_timed(consumer, frame->slot);
	return framering_consumer_gone_or(consumer,
					  release_slot(consumer, frame->slot));
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
		return framering_consumer_gone_or(consumer, -EINVAL);
	if (consumer->fenced)
		framering_load_fence();
	return framering_consumer_gone_or(consumer,
			framering_ring_check(&consumer->ring, frame->slot));
}
