// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a reader gets while nobody produces, so that programs that expect a
 * camera do not give up.
 */
#include <linux/ktime.h>
#include <linux/math64.h>

#include "lease.h"
#include "picture.h"
#include "reader.h"
#include "video.h"

static struct fr_picture *fr_reader_draw(struct fr_reader *reader, u32 idle)
{
	if (idle == FR_IDLE_PATTERN)
		return fr_picture_pattern(&reader->format, reader->idle_frames);
	return fr_picture_black(&reader->format);
}

/* The last frame again, or what is drawn instead. */
static struct fr_lease *fr_reader_idle_lease(struct fr_reader *reader, u32 idle)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_lease *lease = NULL;

	if (idle == FR_IDLE_LAST || idle == FR_IDLE_BLACK) {
		down_write(&video->map_lock);
		lease = reader->last;
		if (lease)
			lease->users++;
		up_write(&video->map_lock);
	}
	if (lease)
		return lease;
	lease = fr_lease_of_picture(video, fr_reader_draw(reader, idle));
	if (lease && idle != FR_IDLE_PATTERN) {
		fr_lease_get(lease);
		fr_reader_set_last(reader, lease);
	}
	return lease;
}

/**
 * fr_reader_idle - what there is while nobody produces
 * @reader: the reader
 * @shot: out: as of fr_reader_next()
 *
 * Return: 0; -EAGAIN: it is not time for it, or there is nothing; -ENOMEM.
 */
int fr_reader_idle(struct fr_reader *reader, struct fr_shot *shot)
{
	struct fr_video *video = reader->client.buffers.video;
	u32 idle = READ_ONCE(video->idle), rate = READ_ONCE(video->idle_rate);
	ktime_t now = ktime_get();

	if (idle == FR_IDLE_NONE || reader->format.compressed)
		return -EAGAIN;
	if (ktime_before(now, reader->idle_at)) {
		hrtimer_start(&reader->idle_timer, reader->idle_at,
			      HRTIMER_MODE_ABS);
		return -EAGAIN;
	}
	/* Black is the last frame, too, once it was shown. */
	if (idle == FR_IDLE_BLACK && !reader->idle_frames)
		fr_reader_set_last(reader, NULL);
	shot->lease = fr_reader_idle_lease(reader, idle);
	if (!shot->lease)
		return -ENOMEM;
	shot->bytes = reader->format.pix.sizeimage;
	shot->time_ns = ktime_to_ns(now);
	shot->sequence = reader->next_sequence++;
	shot->field = reader->format.pix.field;
	shot->flags = 0;
	reader->based = false;
	reader->idle_frames++;
	reader->idle_at = ktime_add_ns(now, div_u64(1000ULL * NSEC_PER_SEC,
						    rate));
	return 0;
}
