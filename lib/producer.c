// SPDX-License-Identifier: MIT
/* The role that fills slots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "private.h"

/**
 * struct reservation - a slot that reserve gave and submit has not taken
 * @seq: its sequence
 * @lease: as in struct framering_frame
 */
struct reservation {
	uint32_t seq;
	uint32_t lease;
};

/**
 * struct framering_producer - a producer
 * @role: its file and mappings
 * @ring: its side of the ring
 * @reservation: those that were not submitted, the oldest first
 * @reserved: how many
 * @lease: of the frame that reserve gave last
 */
struct framering_producer {
	struct framering_role_file role;
	struct framering_ring_producer ring;
	struct reservation reservation[FRAMERING_MAX_SLOTS];
	uint32_t reserved;
	uint32_t lease;
};

static int map_control(struct framering_producer *p)
{
	const struct framering_status *status = p->role.status;
	const struct framering_region *own, *consumers;
	void *page, *pages;
	uint32_t i;
	int ret;

	own = &status->region[FRAMERING_REGION_PRODUCER];
	consumers = &status->region[FRAMERING_REGION_CONSUMER];
	if (own->length < FRAMERING_PRODUCER_BYTES ||
	    consumers->count < FRAMERING_MAX_CONSUMERS)
		return -EPROTO;
	ret = framering_role_map(&p->role, own->offset, own->length,
				 PROT_READ | PROT_WRITE, &page);
	if (ret)
		return ret;
	ret = framering_role_map(&p->role, consumers->offset,
				 consumers->step * consumers->count, PROT_READ,
				 &pages);
	if (ret)
		return ret;
	p->ring.page = page;
	p->ring.desc = (void *)((uint8_t *)page + FRAMERING_DESC_OFFSET);
	for (i = 0; i < FRAMERING_MAX_CONSUMERS; i++)
		p->ring.consumer[i] =
			(void *)((uint8_t *)pages + i * consumers->step);
	return 0;
}

static int producer_init(struct framering_producer *p, struct framering *ring)
{
	uint64_t unused;
	int ret;

	ret = framering_role_init(&p->role, ring, FRAMERING_ROLE_PRODUCER, 0,
				  &unused);
	if (ret)
		return ret;
	ret = map_control(p);
	if (!ret)
		ret = framering_role_map_slots(&p->role,
					       PROT_READ | PROT_WRITE);
	if (ret) {
		framering_role_finish(&p->role);
		return ret;
	}
	p->lease = framering_role_leases();
	p->ring.status = p->role.status;
	p->ring.slots = p->role.slots;
	p->ring.max_held = p->role.status->max_held;
	p->ring.write_combined =
		p->role.status->cache_effective != FRAMERING_CACHE_WB;
	framering_ring_enter(&p->ring);
	return 0;
}

int framering_producer_attach(struct framering_producer **producer,
			      struct framering *ring)
{
	struct framering_producer *p = calloc(1, sizeof(*p));
	int ret;

	if (!p)
		return -ENOMEM;
	ret = producer_init(p, ring);
	if (ret) {
		free(p);
		return ret;
	}
	*producer = p;
	return 0;
}

void framering_producer_detach(struct framering_producer *producer)
{
	if (!producer)
		return;
	framering_role_finish(&producer->role);
	free(producer);
}

int framering_producer_fd(const struct framering_producer *producer)
{
	return producer->role.fd;
}

const struct framering_status *
framering_producer_status(const struct framering_producer *producer)
{
	return framering_role_status(&producer->role);
}

FRAMERING_OTHER_RELEASE
static int reserve_other(struct framering_producer *producer,
			 struct framering_frame *frame, size_t size)
{
	struct framering_frame own;
	int ret = framering_producer_reserve_sized(producer, &own, sizeof(own));

	if (!ret)
		framering_sized_copy(frame, size, &own, sizeof(own));
	return ret;
}

/* The next slot, behind those that are reserved. */
static int next_slot(struct framering_producer *p)
{
	if (!p->reserved)
		return framering_ring_reserve(&p->ring);
	return framering_ring_reserve_next(&p->ring,
		p->reservation[p->reserved - 1].seq);
}

int framering_producer_reserve_sized(struct framering_producer *producer,
				     struct framering_frame *frame, size_t size)
{
	int slot;
	int gone = framering_role_gone(&producer->role);

	if (size != sizeof(*frame))
		return reserve_other(producer, frame, size);
	if (gone)
		return gone;
	slot = next_slot(producer);
	gone = framering_role_gone(&producer->role);
	if (gone)
		return gone;
	if (slot < 0)
		return slot;
	framering_role_frame(&producer->role, (uint32_t)slot, frame);
	frame->lease = ++producer->lease;
	frame->flags = 0;
	frame->frame = producer->ring.frames + producer->reserved;
	producer->reservation[producer->reserved++] =
		(struct reservation){ producer->ring.seq, frame->lease };
	frame->time_ns = 0;
	frame->bytes = 0;
	memset(&frame->info, 0, sizeof(frame->info));
	return 0;
}

/* Something is in the PRODUCER page; @kick: a consumer sleeps. */
static int shown(struct framering_producer *p, int kick)
{
	int gone = framering_role_gone(&p->role);

	if (gone)
		return gone;
	if (kick)
		framering_role_kick(&p->role);
	return framering_read_once(&p->role.status->state) &
	       FRAMERING_STATE_STALE ? -ESTALE : 0;
}

void framering_producer_cancel(struct framering_producer *producer)
{
	producer->reserved = 0;
}

/* Which reservation @frame is, counted from 1; 0: none. */
static uint32_t reservation_of(const struct framering_producer *p,
			       const struct framering_frame *frame)
{
	uint32_t i;

	if (frame->geometry != &p->role.geometry)
		return 0;
	for (i = 0; i < p->reserved; i++) {
		const struct reservation *r = &p->reservation[i];

		if (r->lease == frame->lease &&
		    (r->seq & (p->ring.slots - 1)) == frame->slot)
			return i + 1;
	}
	return 0;
}

/* It is submitted; those before it never will be. */
static void take_reservation(struct framering_producer *p, uint32_t number)
{
	p->ring.seq = p->reservation[number - 1].seq;
	p->reserved -= number;
	if (p->reserved)
		memmove(p->reservation, p->reservation + number,
			p->reserved * sizeof(*p->reservation));
}

/* Not zero: what is said of @frame can be, and is known to this release. */
static int is_possible(const struct framering_producer *p,
		       const struct framering_frame *frame)
{
	const struct framering_info *info = &frame->info;

	return framering_role_fits(&p->role, frame->bytes, info) &&
	       !(frame->flags & ~FRAMERING_FRAME_FLAGS) &&
	       !(info->reserved0 | info->fence);
}

FRAMERING_OTHER_RELEASE
static int submit_other(struct framering_producer *producer,
			const struct framering_frame *frame, size_t size)
{
	struct framering_frame own;
	int ret = framering_sized_check(frame, size, sizeof(own));

	if (ret)
		return ret;
	framering_sized_copy(&own, sizeof(own), frame, size);
	return framering_producer_submit_sized(producer, &own, sizeof(own));
}

int framering_producer_submit_sized(struct framering_producer *producer,
				    const struct framering_frame *frame,
				    size_t size)
{
	uint32_t whole = producer->role.geometry.frame_bytes, number;
	struct framering_desc desc;	/* only what submit uses is set */
	int gone = framering_role_gone(&producer->role);

	if (size != sizeof(*frame))
		return submit_other(producer, frame, size);
	if (gone)
		return gone;
	number = reservation_of(producer, frame);
	if (!number || !is_possible(producer, frame))
		return -EINVAL;
	desc.flags = frame->flags;
	desc.time_ns = frame->time_ns;
	desc.bytes = frame->bytes ? frame->bytes : whole;
	desc.info = frame->info;
	if (!frame->time_ns) {
		desc.time_ns = framering_now_ns();
		desc.info.clock = FRAMERING_CLOCK_MONOTONIC;
		desc.info.moment = FRAMERING_MOMENT_SUBMIT;
	}
	take_reservation(producer, number);
	return shown(producer, framering_ring_submit(&producer->ring, &desc));
}

int framering_producer_end(struct framering_producer *producer)
{
	int gone = framering_role_gone(&producer->role);

	if (gone)
		return gone;
	return shown(producer, framering_ring_end(&producer->ring));
}

int framering_producer_wait(struct framering_producer *producer,
			    int64_t timeout_ns)
{
	int gone = framering_role_gone(&producer->role);

	if (gone)
		return gone;
	/* What makes room for one more is a submit. */
	if (producer->reserved)
		return -EBUSY;
	if (framering_ring_can_reserve(&producer->ring))
		return 0;
	return framering_role_wait(&producer->role, FRAMERING_EVENT_OUT,
				   timeout_ns);
}

int framering_producer_export(struct framering_producer *producer,
			      uint32_t slot, uint32_t flags)
{
	return framering_role_export(&producer->role, slot, flags);
}
