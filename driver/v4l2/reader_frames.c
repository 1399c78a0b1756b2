// SPDX-License-Identifier: GPL-2.0-only
/* The frames that a reader gets from the ring. */
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <media/v4l2-event.h>

#include "lease.h"
#include "reader.h"
#include "ring/role_frames.h"
#include "ring/wait.h"
#include "video.h"

/* The time of a frame by CLOCK_MONOTONIC, as far as it is known. */
static u64 fr_reader_time(const struct framering_desc *desc)
{
	ktime_t zero = 0;

	switch (desc->info.clock) {
	case FRAMERING_CLOCK_MONOTONIC:
		return desc->time_ns;
	case FRAMERING_CLOCK_REALTIME:
		return desc->time_ns - ktime_mono_to_any(zero, TK_OFFS_REAL);
	case FRAMERING_CLOCK_TAI:
		return desc->time_ns - ktime_mono_to_any(zero, TK_OFFS_TAI);
	case FRAMERING_CLOCK_BOOTTIME:
		return desc->time_ns - ktime_mono_to_any(zero, TK_OFFS_BOOT);
	default:
		return ktime_get_ns();
	}
}

/* A gap in the frames' numbers is one in V4L2's; these start at 0. */
static u32 fr_reader_number(struct fr_reader *reader, u64 frame)
{
	if (!reader->based) {
		reader->base = frame - reader->next_sequence;
		reader->based = true;
	}
	reader->next_sequence = max((u32)(frame - reader->base),
				    reader->next_sequence) + 1;
	return reader->next_sequence - 1;
}

static void fr_reader_describe(struct fr_reader *reader, struct fr_shot *shot,
			       const struct framering_desc *desc)
{
	const struct fr_pixfmt *format = &reader->role_format;

	shot->bytes = format->compressed ?
		      min(desc->bytes, format->pix.sizeimage) :
		      format->pix.sizeimage;
	shot->time_ns = fr_reader_time(desc);
	shot->sequence = fr_reader_number(reader, desc->frame);
	shot->field = desc->info.field > V4L2_FIELD_ANY &&
		      desc->info.field <= V4L2_FIELD_INTERLACED_BT ?
		      desc->info.field : format->pix.field;
	shot->flags = desc->flags;
}

/* The next frame of the ring; -EAGAIN: none is there. */
static int fr_reader_acquire(struct fr_reader *reader, struct fr_shot *shot)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_role *role = reader->client.role;
	struct framering_desc desc;
	int slot;

	slot = fr_role_acquire(role, &desc);
	if (slot < 0)
		return slot;
	/* Its slot may be the one that is needed. */
	fr_reader_set_last(reader, NULL);
	shot->lease = NULL;
	if (desc.bytes)
		shot->lease = fr_lease_take(video, role, &reader->role_format,
					    slot, &desc);
	/* The lease protects it. */
	fr_role_release(role, slot);
	if (!shot->lease)
		return -EBADMSG;
	if (IS_ERR(shot->lease))
		return PTR_ERR(shot->lease);
	fr_reader_describe(reader, shot, &desc);
	return 0;
}

static void fr_reader_end(struct fr_reader *reader)
{
	static const struct v4l2_event end = { .type = V4L2_EVENT_EOS };

	v4l2_event_queue_fh(&reader->client.fh, &end);
}

/* Until there is a frame of the ring; -EAGAIN: it has to be waited for. */
static int fr_reader_ring(struct fr_reader *reader, struct fr_shot *shot)
{
	unsigned int rounds = 0;
	int ret;

	for (;;) {
		/* A hostile producer may keep this busy without a frame. */
		if (rounds++ && signal_pending(current))
			return -ERESTARTSYS;
		cond_resched();
		ret = fr_reader_join(reader);
		if (ret)
			return ret;
		ret = fr_reader_acquire(reader, shot);
		switch (ret) {
		case -EBADMSG:
			break;
		case -EPIPE:
			fr_reader_end(reader);
			break;
		case -ESTALE:
		case -ENODEV:
			/* Nothing comes, or it was evicted: attach anew. */
			fr_reader_detach(reader);
			reader->plain = ret == -ENODEV;
			break;
		case -EAGAIN:
			/* Ask for a wake-up, then look once more. */
			if (!(fr_role_events(reader->client.role,
					     FRAMERING_EVENT_IN,
					     FR_ARM_TO_SLEEP) &
			      (FRAMERING_EVENT_IN | FRAMERING_EVENT_PRI |
			       FRAMERING_EVENT_HUP)))
				return -EAGAIN;
			break;
		default:
			return ret;
		}
	}
}

/**
 * fr_reader_next - what comes next
 * @reader: the reader, which runs
 * @shot: out: the frame, of the format that was agreed; its lease is the
 *	caller's
 *
 * Return: 0; -EAGAIN: nothing yet, and its wait queue is woken when there may
 * be; -EPIPE (the format is another now), -ENODEV (the ring is gone), -ENOMEM,
 * -ERESTARTSYS.
 */
int fr_reader_next(struct fr_reader *reader, struct fr_shot *shot)
{
	struct fr_video *video = reader->client.buffers.video;
	int ret;

	ret = fr_reader_ring(reader, shot);
	if (ret == -EAGAIN)
		return fr_reader_idle(reader, shot);
	if (ret)
		return ret;
	fr_reader_idle_begin(reader);
	if (READ_ONCE(video->idle) == FR_IDLE_LAST) {
		fr_lease_get(shot->lease);
		fr_reader_set_last(reader, shot->lease);
	}
	return 0;
}
