// SPDX-License-Identifier: MIT
/* A frame's way: acquire, checksum, paint, release. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "checksum.h"
#include "guard.h"
#include "show.h"
#include "stop.h"

/* Take the frame in; the slot is still ours. */
static int take(struct view *v, const struct framering_frame *frame)
{
	uint32_t cache = v->role.status.cache_effective;
	uint32_t crc = 0;
	int ret;

	guard_slot(frame->data, frame->geometry->slot_bytes);
	if (v->opt->checksum)
		crc = checksum_frame(frame, cache);
	ret = v->display->ops->paint(v->display, frame);
	if (!ret && v->opt->slow_ms)
		poll(&(struct pollfd){ stop_fd(), POLLIN, 0 }, 1,
		     v->opt->slow_ms);
	if (!ret && guard_tripped())
		return -ENODEV;
	if (!ret && v->opt->checksum)
		printf("%" PRIu64 " %08" PRIx32 "\n", frame->frame, crc);
	return ret;
}

/* Done with the slot, unless the picture may still be asked for. */
static int give_back(struct view *v, const struct framering_frame *frame)
{
	if (!v->opt->snapshot || !frame->bytes) {
		framering_consumer_release(v->role.consumer, frame);
		return 0;
	}
	return keep_take(&v->keep, v->role.consumer, frame,
			 v->role.status.cache_effective,
			 role_may_hold(&v->role), &v->stats.copied);
}

static bool is_last(const struct view *v, const struct framering_frame *frame)
{
	if (v->opt->once && frame->flags & FRAMERING_FRAME_LAST)
		return true;
	return v->opt->frames && v->stats.shown >= v->opt->frames;
}

int show_frame(struct view *v)
{
	struct framering_frame frame;
	int ret;

	ret = framering_consumer_acquire(v->role.consumer, &frame);
	if (guard_tripped())
		return -ENODEV;
	if (ret)
		return role_check(&v->role, ret);
	/* An end mark may come without a picture. */
	if (frame.bytes) {
		stats_acquired(&v->stats, &frame, v->role.status.generation);
		ret = take(v, &frame);
		if (ret)
			return ret;
		stats_shown(&v->stats, &frame, stats_now());
		v->step = false;
	}
	v->done |= is_last(v, &frame);
	return role_check(&v->role, give_back(v, &frame));
}
