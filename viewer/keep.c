// SPDX-License-Identifier: MIT
/* The last frame shown, kept. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "keep.h"
#include "plane.h"
#include "say.h"
#include "snapshot.h"

static void let_go(struct keep *keep)
{
	if (keep->consumer)
		framering_consumer_release(keep->consumer, &keep->frame);
	keep->consumer = NULL;
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
	      const struct framering_frame *frame, uint32_t cache,
	      bool may_hold, uint64_t *copied)
{
	int ret;

	let_go(keep);
	if (!may_hold) {
		ret = copy(keep, frame, cache, copied);
		framering_consumer_release(consumer, frame);
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
	framering_consumer_release(consumer, &held);
	keep->consumer = NULL;
	if (ret)
		keep->frame.data = NULL;
	return ret;
}

void keep_lost(struct keep *keep)
{
	if (!keep->consumer)
		return;
	keep->consumer = NULL;
	keep->frame.data = NULL;
}

static int convert(struct keep *keep, struct image *image, uint64_t *copied)
{
	int ret;

	if (!keep->frame.data)
		return -ENODATA;
	ret = image_from_frame(image, &keep->frame, keep->cache, copied);
	if (ret || !keep->consumer || !guard_tripped())
		return ret;
	image_finish(image);
	return -ENODEV;
}

int keep_write(struct keep *keep, const char *path, uint64_t *copied)
{
	struct image image;
	int ret;

	ret = convert(keep, &image, copied);
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
	let_go(keep);
	free(keep->copy);
	memset(keep, 0, sizeof(*keep));
}
