// SPDX-License-Identifier: MIT
/* A frame's way: acquire, checksum, paint, release. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "common/say.h"
#include "common/stop.h"
#include "picture/checksum.h"
#include "show.h"

/* Read the frame while its slot is held: checksum, paint. */
static int read_frame(struct view *v, const struct framering_frame *frame)
{
	uint32_t cache = v->role.status.cache_effective;
	uint32_t crc = 0;
	int ret;

	if (v->opt->checksum)
		crc = checksum_frame(frame, cache);
	ret = v->display->ops->paint(v->display, frame);
	if (!ret && v->opt->slow_ms)
		poll(&(struct pollfd){ stop_fd(), POLLIN, 0 }, 1,
		     v->opt->slow_ms);
	/* Zeros, from somewhere in the frame on. */
	if (!ret && framering_consumer_evicted(v->role.consumer))
		return -ENODEV;
	/* A checksum of two frames would be one of none. */
	if (!ret && v->opt->checksum &&
	    framering_consumer_check(v->role.consumer, frame) != -EBADMSG)
		printf("%" PRIu64 " %08" PRIx32 "\n", frame->frame, crc);
	return ret;
}

/* Frames that are no longer on the screen. */
static void give_back(struct view *v)
{
	const struct display_ops *ops = v->display->ops;
	struct framering_frame frame;

	while (v->role.consumer && ops->done && ops->done(v->display, &frame))
		framering_consumer_release(v->role.consumer, &frame);
}

/*
 * Release the slot, unless it is on a screen, or --snapshot may still need its
 * frame.
 */
static int release_or_keep(struct view *v, const struct framering_frame *frame)
{
	if (v->display->ops->keeps && v->display->ops->keeps(v->display))
		return 0;
	if (!v->opt->snapshot) {
		framering_consumer_release(v->role.consumer, frame);
		return 0;
	}
	return keep_take(&v->keep, v->role.consumer, frame,
			 &v->role.status.picture,
			 v->role.status.cache_effective,
			 role_may_hold(&v->role), &v->stats.copied);
}

static bool is_last(const struct view *v)
{
	return v->opt->frames && v->stats.shown >= v->opt->frames;
}

/* A stream has ended; with --once that has to be its producer's word. */
static int stream_over(struct view *v)
{
	if (!v->opt->once)
		return 0;
	v->done = true;
	if (!framering_consumer_cut(v->role.consumer))
		return 0;
	say_error("%s: the producer went before the end of the stream",
		  v->opt->device);
	return -EPIPE;
}

int show_frame(struct view *v)
{
	struct framering_frame frame;
	int ret;

	give_back(v);
	ret = framering_consumer_acquire(v->role.consumer, &frame);
	if (ret && framering_consumer_evicted(v->role.consumer))
		return -ENODEV;
	if (ret == -EPIPE)
		return stream_over(v);
	if (ret)
		return role_check(&v->role, ret);
	stats_acquired(&v->stats, &frame, v->role.status.generation);
	ret = read_frame(v, &frame);
	if (ret)
		return ret;
	stats_shown(&v->stats, &frame, stats_now());
	v->since_ns = stats_now();
	v->step = false;
	v->done |= is_last(v);
	return role_check(&v->role, release_or_keep(v, &frame));
}
