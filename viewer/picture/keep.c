// SPDX-License-Identifier: MIT
/* The last frame shown, kept. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/say.h"
#include "keep.h"
#include "paint/plane.h"
#include "snapshot.h"

static void release(struct keep *keep)
{
	if (keep->consumer)
		framering_consumer_release(keep->consumer, &keep->frame);
	keep->consumer = NULL;
	keep->frame.data = NULL;
	keep->error = 0;
}

/* The slot of a frame that was copied. */
static void release_copied(struct keep *keep,
			   struct framering_consumer *consumer,
			   const struct framering_frame *frame)
{
	keep->error = framering_consumer_release(consumer, frame);
	/* Of two frames; or, if it was evicted, perhaps zeros. */
	if (keep->error)
		keep->frame.data = NULL;
}

static int copy(struct keep *keep, const struct framering_frame *frame,
		uint32_t cache, uint64_t *copied)
{
	size_t bytes = plane_bytes(frame->geometry);
	uint8_t *memory = realloc(keep->copy, bytes);
	struct framering_frame packed;

	if (!memory)
		return -ENOMEM;
	keep->copy = memory;
	image_pack(frame, cache, memory, &packed, &keep->geometry);
	*copied += bytes;
	keep->frame = packed;
	keep->cache = FRAMERING_CACHE_WB;
	return 0;
}

int keep_take(struct keep *keep, struct framering_consumer *consumer,
	      const struct framering_frame *frame,
	      const struct framering_picture *picture, uint32_t cache,
	      bool may_hold, uint64_t *copied)
{
	int ret;

	release(keep);
	keep->picture = *picture;
	if (!may_hold) {
		ret = copy(keep, frame, cache, copied);
		release_copied(keep, consumer, frame);
		return ret;
	}
	keep->consumer = consumer;
	keep->frame = *frame;
	keep->cache = cache;
	return 0;
}

int keep_detach(struct keep *keep, uint64_t *copied)
{
	struct framering_frame held = keep->frame;
	struct framering_consumer *consumer = keep->consumer;
	int ret;

	if (!consumer)
		return 0;
	ret = copy(keep, &held, keep->cache, copied);
	release_copied(keep, consumer, &held);
	if (ret)
		keep->frame.data = NULL;
	keep->consumer = NULL;
	return ret;
}

void keep_lost(struct keep *keep)
{
	if (!keep->consumer)
		return;
	keep->consumer = NULL;
	keep->frame.data = NULL;
}

static int convert(struct keep *keep, struct image *image)
{
	struct shape shape;
	int ret;

	if (!keep->frame.data)
		return keep->error ? keep->error : -ENODATA;
	ret = image_from_frame(image, &keep->frame, &keep->picture,
			       keep->cache, keep->demosaic);
	if (ret)
		return ret;
	shape = shape_of(keep->frame.geometry, &keep->picture, NULL);
	ret = image_upright(image, &shape);
	if (ret)
		image_finish(image);
	if (ret || !keep->consumer)
		return ret;
	if (framering_consumer_evicted(keep->consumer))
		ret = -ENODEV;
	else
		ret = framering_consumer_check(keep->consumer, &keep->frame);
	if (ret)
		image_finish(image);
	return ret;
}

int keep_write(struct keep *keep, const char *path)
{
	struct image image;
	int ret;

	ret = convert(keep, &image);
	if (ret) {
		say_error("%s: %s", path, ret == -ENODATA ?
			  "no frame was shown" : framering_error_text(ret));
		return ret;
	}
	ret = snapshot_write(&image, path);
	image_finish(&image);
	return ret;
}

void keep_finish(struct keep *keep)
{
	release(keep);
	free(keep->copy);
	memset(keep, 0, sizeof(*keep));
}
