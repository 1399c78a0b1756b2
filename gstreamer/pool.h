/* SPDX-License-Identifier: MIT */
/* A pool whose buffers are slots of a ring: upstream draws into them. */
#ifndef GST_FRAMERING_POOL_H
#define GST_FRAMERING_POOL_H

#include <gst/video/video.h>

#include "writer.h"

G_BEGIN_DECLS

#define GST_TYPE_FRAMERING_POOL	(gst_framering_pool_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringPool, gst_framering_pool, GST, FRAMERING_POOL,
		     GstBufferPool)

/**
 * pool_new - make a pool
 * @writer: of a cached ring; the pool has a reference of its own
 * @info: its frames, laid out as in the ring
 *
 * It never waits: where no slot can be had, it gives ordinary memory, and so it
 * does where upstream wants to keep more buffers than the ring can spare.
 *
 * Return: the pool, the caller's.
 */
GstBufferPool *pool_new(struct writer *writer, const GstVideoInfo *info);

G_END_DECLS

#endif /* GST_FRAMERING_POOL_H */
