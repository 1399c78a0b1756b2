// SPDX-License-Identifier: GPL-2.0-only
/* A reader's format, which is a wish: the producer alone sets the ring's. */
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/wait.h>

#include "pixfmt.h"
#include "reader.h"
#include "ring/ring.h"
#include "video.h"

/* How long a program waits for a producer that looks for wishes. */
#define FR_READER_WISH_JIFFIES	(HZ / 4)

/*
 * A producer that listens may change to what was wished for: give it a moment,
 * since most programs ask but once.
 */
static void fr_reader_wish_wait(struct fr_video *video, u64 generation)
{
	const struct fr_ring *ring = video->ring;

	wait_event_interruptible_timeout(video->ring->demand_wait,
					 READ_ONCE(ring->generations) !=
					 generation, FR_READER_WISH_JIFFIES);
}

/* Whether @wish is for what it is already; 0 is for anything. */
static bool fr_reader_wish_content(const struct framering_wish *wish,
				   const struct fr_pixfmt *format)
{
	const struct framering_geometry *geometry = &format->geometry;

	return wish->fourcc == geometry->fourcc &&
	       wish->width == geometry->width &&
	       wish->height == geometry->height;
}

/**
 * fr_reader_wish_format - wish for a format, and give the producer a moment
 * @reader: the reader; its lock is not held
 * @pix: what it would like
 */
void fr_reader_wish_format(struct fr_reader *reader,
			   const struct v4l2_pix_format *pix)
{
	struct fr_video *video = reader->client.buffers.video;
	struct fr_pixfmt present;
	bool listens;
	int ret = 0;

	/* A guess: one that comes later is missed, and that costs nothing. */
	listens = waitqueue_active(&video->ring->demand_wait);
	fr_reader_present(video, &present);
	mutex_lock(&reader->client.lock);
	reader->wish.fourcc = fr_pixfmt_fourcc(pix->pixelformat);
	reader->wish.width = min(pix->width, FRAMERING_MAX_SIDE);
	reader->wish.height = min(pix->height, FRAMERING_MAX_SIDE);
	if (present.generation &&
	    !fr_reader_wish_content(&reader->wish, &present))
		ret = fr_reader_wish(reader);
	else
		listens = false;
	mutex_unlock(&reader->client.lock);
	if (!ret && listens)
		fr_reader_wish_wait(video, present.generation);
}
