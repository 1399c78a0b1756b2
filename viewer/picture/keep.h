/* SPDX-License-Identifier: MIT */
/*
 * The last frame shown, kept for --snapshot until it is known to be the last.
 * It stays in its slot where the ring lets a reader hold a second one; where
 * it does not, it is copied.
 */
#ifndef VIEW_KEEP_H
#define VIEW_KEEP_H

#include <stdbool.h>

#include "image.h"

/**
 * struct keep - the frame kept
 * @consumer: holds the slot; NULL: @frame is a copy, or there is none
 * @frame: the frame; its data is NULL if there is none
 * @picture: what is told of it
 * @cache: the cache mode of the memory where @frame lies
 * @copy: memory of the copy
 * @geometry: of the copy
 * @demosaic: interpolate what a colour filter leaves out
 * @error: why the copy that was made is of no use, as the release told
 */
struct keep {
	struct framering_consumer *consumer;
	struct framering_frame frame;
	struct framering_picture picture;
	uint32_t cache;
	uint8_t *copy;
	struct framering_geometry geometry;
	bool demosaic;
	int error;
};

/**
 * keep_take - keep this frame instead of the one before
 * @keep: all zero at first
 * @consumer: holds @frame, which @keep releases from now on
 * @frame: the frame
 * @picture: what is told of it
 * @cache: the mode in effect
 * @may_hold: the ring allows it to be held while the next one is read
 * @copied: gets the bytes that were copied, added
 *
 * Return: 0 or -ENOMEM.
 */
int keep_take(struct keep *keep, struct framering_consumer *consumer,
	      const struct framering_frame *frame,
	      const struct framering_picture *picture, uint32_t cache,
	      bool may_hold, uint64_t *copied);

/* The consumer is about to be detached: copy what is held. */
int keep_detach(struct keep *keep, uint64_t *copied);

/* The consumer was taken away, and with it what was held. */
void keep_lost(struct keep *keep);

/*
 * Write the frame as PNG to @path. Prints errors, also that there is no frame.
 * Return: 0 or a negative errno.
 */
int keep_write(struct keep *keep, const char *path);

/* Release the slot that is held, and free the copy. */
void keep_finish(struct keep *keep);

#endif /* VIEW_KEEP_H */
