// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader's role: it comes and goes under the reader's lock, but for what is
 * called when it is revoked.
 */
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/string.h>
#include <media/v4l2-event.h>

#include <framering_format.h>

#include "compat.h"
#include "lease.h"
#include "reader.h"
#include "ring/demand.h"
#include "ring/generation.h"
#include "ring/ring.h"
#include "video.h"

/* What a browser sees of a ring that nobody has configured yet. */
#define FR_READER_WIDTH		640U
#define FR_READER_HEIGHT	480U
/* So long without a frame means that nobody produces. */
#define FR_READER_PATIENCE_NS	(500 * NSEC_PER_MSEC)

/**
 * fr_reader_present - what the ring's frames are now
 * @video: the ring
 * @format: out: their format; where there is none, of what is shown instead
 */
void fr_reader_present(struct fr_video *video, struct fr_pixfmt *format)
{
	struct fr_generation *gen = fr_generation_present(video->ring);
	struct framering_config config = {
		.geometry.fourcc = DRM_FORMAT_YUYV,
		.geometry.width = FR_READER_WIDTH,
		.geometry.height = FR_READER_HEIGHT,
	};
	int ret = -ENODATA;

	if (gen) {
		ret = fr_pixfmt_of_ring(&gen->config, format);
		fr_generation_put(gen);
	}
	if (!ret)
		return;
	memset(format, 0, sizeof(*format));
	if (!framering_geometry_fill(&config.geometry, 0, PAGE_SIZE))
		fr_pixfmt_of_ring(&config, format);
}

static enum hrtimer_restart fr_reader_idle_tick(struct hrtimer *timer)
{
	struct fr_reader *reader =
		container_of(timer, struct fr_reader, idle_timer);

	fr_client_wake(&reader->client);
	return HRTIMER_NORESTART;
}

void fr_reader_init(struct fr_reader *reader)
{
	INIT_LIST_HEAD(&reader->queued);
	hrtimer_setup(&reader->idle_timer, fr_reader_idle_tick,
		      CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
}

static void fr_reader_set(struct fr_reader *reader, struct fr_lease **which,
			  struct fr_lease *lease)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_lease *old, *dead = NULL;

	down_write(&video->map_lock);
	old = *which;
	*which = lease;
	if (old)
		fr_lease_put_locked(old, &dead);
	up_write(&video->map_lock);
	fr_lease_bury(dead);
}

/* The frame that may be shown again is @lease, of which this has a user. */
void fr_reader_set_last(struct fr_reader *reader, struct fr_lease *lease)
{
	fr_reader_set(reader, &reader->last, lease);
}

/* The frame that read() has in work is @lease, of which this has a user. */
void fr_reader_set_frame(struct fr_reader *reader, struct fr_lease *lease,
			 u32 bytes)
{
	fr_reader_set(reader, &reader->frame, lease);
	reader->frame_bytes = bytes;
	reader->done = 0;
}

/* Nothing of the ring is kept for it, or shown. */
static void fr_reader_drop(struct fr_reader *reader)
{
	fr_buffers_drop(&reader->client.buffers);
	fr_reader_set_last(reader, NULL);
	/* What was copied of it is the reader's lock's. */
	fr_reader_set(reader, &reader->frame, NULL);
}

/*
 * Something is kept or shown since the caller has looked. A revocation in
 * between has not seen it, but came before: it says so before it takes away.
 */
void fr_reader_settle(struct fr_reader *reader)
{
	if (reader->client.role && READ_ONCE(reader->client.role->revoked))
		fr_reader_drop(reader);
}

/* The role is revoked; ring->lock is held. */
static void fr_reader_unmap(struct fr_role *role)
{
	fr_reader_drop(role->user);
}

/* What of the role's generation is shown has to do without its slots. */
static void fr_reader_move(struct fr_reader *reader)
{
	struct fr_video *video = reader->client.buffers.video;
	const struct fr_pixfmt *format = &reader->role_format;
	struct fr_buffer *buffer;
	struct fr_lease *lease;

	/* The reader's lock keeps the list as it is, but for orphans. */
	for (;;) {
		lease = NULL;
		down_write(&video->map_lock);
		list_for_each_entry(buffer, &reader->client.buffers.all, node) {
			if (!buffer->lease || !buffer->lease->mem)
				continue;
			lease = buffer->lease;
			break;
		}
		if (!lease && reader->last && reader->last->mem)
			lease = reader->last;
		if (!lease && reader->frame && reader->frame->mem)
			lease = reader->frame;
		if (lease)
			lease->users++;
		up_write(&video->map_lock);
		if (!lease)
			return;
		/* Others may show it on: they have roles of their own. */
		if (fr_lease_move(lease, format))
			fr_reader_drop(reader);
		fr_lease_put(lease);
	}
}

/* Attach no more; what is shown stays, without the ring. */
void fr_reader_detach(struct fr_reader *reader)
{
	if (!reader->client.role)
		return;
	fr_reader_move(reader);
	fr_client_detach(&reader->client);
}

static int fr_reader_attach(struct fr_reader *reader)
{
	struct fr_ring *ring = reader->client.buffers.video->ring;
	struct fr_role *role;
	u32 flags = 0;
	int ret;

	/* A still picture is there for whoever comes late. */
	if (!reader->plain)
		flags = FRAMERING_ATTACH_NEWEST | FRAMERING_ATTACH_UNENDED;
	role = fr_role_attach(ring, FRAMERING_ROLE_CONSUMER, flags,
			      &reader->client.opener);
	if (IS_ERR(role))
		return PTR_ERR(role);
	ret = fr_pixfmt_of_ring(&role->gen->config, &reader->role_format);
	if (ret) {
		fr_role_detach(role);
		return ret;
	}
	fr_client_take(&reader->client, role, fr_reader_unmap, reader);
	reader->based = false;
	if (reader->wish.size)
		fr_demand_wish(role, &reader->wish);
	return 0;
}

/**
 * fr_reader_wish - tell the producer what the reader would like
 * @reader: the reader, with its wish
 *
 * Nobody is told before the ring is configured; it is told then.
 */
int fr_reader_wish(struct fr_reader *reader)
{
	int ret;

	reader->wish.size = sizeof(reader->wish);
	if (!reader->client.role) {
		ret = fr_reader_attach(reader);
		return ret == -ENODATA ? 0 : ret;
	}
	ret = fr_demand_wish(reader->client.role, &reader->wish);
	return ret == -ESTALE ? 0 : ret;
}

/* A frame came, or could: begin to wait. */
void fr_reader_idle_begin(struct fr_reader *reader)
{
	reader->idle_frames = 0;
	reader->idle_at = ktime_add_ns(ktime_get(), FR_READER_PATIENCE_NS);
}

/* Begin to stream or to read. Return: 0 or a negative errno. */
int fr_reader_start(struct fr_reader *reader)
{
	int ret;

	fr_reader_detach(reader);
	reader->plain = false;
	reader->changed = false;
	reader->next_sequence = 0;
	fr_reader_idle_begin(reader);
	ret = fr_reader_attach(reader);
	if (ret && ret != -ENODATA && ret != -EOPNOTSUPP)
		return ret;
	reader->running = true;
	fr_client_watch(&reader->client);
	return 0;
}

/* Stop; nothing is shown any more. Also if it did not start. */
void fr_reader_stop(struct fr_reader *reader)
{
	reader->running = false;
	fr_client_unwatch(&reader->client);
	hrtimer_cancel(&reader->idle_timer);
	fr_reader_drop(reader);
	reader->done = 0;
	fr_reader_detach(reader);
	fr_client_wake(&reader->client);
}

/* The ring's format is no longer what was agreed: say so, once. */
static int fr_reader_change(struct fr_reader *reader)
{
	static const struct v4l2_event changed = {
		.type = V4L2_EVENT_SOURCE_CHANGE,
		.u.src_change.changes = V4L2_EVENT_SRC_CH_RESOLUTION,
	};

	if (READ_ONCE(reader->client.buffers.video->keep_format))
		return -EAGAIN;
	if (!reader->changed)
		v4l2_event_queue_fh(&reader->client.fh, &changed);
	reader->changed = true;
	return -EPIPE;
}

/**
 * fr_reader_join - have a role of the present generation
 * @reader: the reader, which runs
 *
 * Return: 0; -EAGAIN: there is none that would do; -EPIPE (the format is
 * another now), -ENODEV (the ring is gone).
 */
int fr_reader_join(struct fr_reader *reader)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_pixfmt present;
	int ret;

	if (!READ_ONCE(video->ring->device))
		return -ENODEV;
	if (!reader->client.role) {
		fr_reader_present(video, &present);
		/* Without a generation, what was agreed is shown. */
		if (!present.generation)
			return -EAGAIN;
		if (!fr_pixfmt_equal(&present, &reader->format))
			return fr_reader_change(reader);
		ret = fr_reader_attach(reader);
		if (ret)
			return ret == -ENODEV ? ret : -EAGAIN;
	}
	if (fr_pixfmt_equal(&reader->role_format, &reader->format))
		return 0;
	fr_reader_detach(reader);
	return fr_reader_change(reader);
}
