/* SPDX-License-Identifier: MIT */
/* frameringsrc: the frames of a ring as a live source. */
#ifndef GST_FRAMERING_SRC_H
#define GST_FRAMERING_SRC_H

#include <gst/base/gstpushsrc.h>

#include "description.h"
#include "reader.h"
#include "wake.h"

G_BEGIN_DECLS

/* Which frames: see the element's property. */
enum src_policy {
	SRC_LIVE,
	SRC_LATEST,
	SRC_LOSSLESS,
};

/* When frames are copied: see the element's property. */
enum src_copy {
	SRC_COPY_AUTO,
	SRC_COPY_NEVER,
	SRC_COPY_ALWAYS,
};

/**
 * struct _GstFrameringSrc - a source
 * @parent: the class above
 * @device: property: the ring's file
 * @policy: property, enum src_policy
 * @copy: property, enum src_copy
 * @eos_at_end: property
 * @fps_n: property: frames per second where the ring tells none
 * @fps_d: its denominator; 0: not set
 * @wake: ends a wait in create()
 * @ring: while the element is not in NULL or READY
 * @evicted: the last reader was evicted
 * @reader: NULL before the ring is configured, and between generations
 * @description: of its frames
 * @pool: what copies are made in; NULL before the first one
 * @plain: raw frames as copies have them
 * @video_meta: downstream reads GstVideoMeta
 * @dmabuf: downstream gets slots as dma-bufs
 * @unwanted: downstream does not take these frames; a wish is sent
 * @wish_end: when a wish that is not granted fails, monotonic microseconds
 * @wish: what was wished last
 * @next_frame: number of the frame that follows; valid with @counting
 * @counting: a frame of this reader has been pushed
 * @early: how many in a row were captured before the pipeline's start
 * @latency_n: frames per second, of the LATENCY query; under the object's lock
 * @latency_d: its denominator
 * @latency_frames: frames that may be held
 * @copied: frames that were copied; atomic
 * @shared: frames that were not; atomic
 */
struct _GstFrameringSrc {
	GstPushSrc parent;

	gchar *device;
	enum src_policy policy;
	enum src_copy copy;
	gboolean eos_at_end;
	gint fps_n;
	gint fps_d;

	struct wake wake;
	struct framering *ring;
	gboolean evicted;
	struct reader *reader;
	struct description description;
	GstBufferPool *pool;
	GstVideoInfo plain;
	gboolean video_meta;
	gboolean dmabuf;
	gboolean unwanted;
	gint64 wish_end;
	struct framering_wish wish;
	uint64_t next_frame;
	gboolean counting;
	guint early;
	gint latency_n;
	gint latency_d;
	gint latency_frames;
	gint copied;
	gint shared;
};

#define GST_TYPE_FRAMERING_SRC	(gst_framering_src_get_type())
G_DECLARE_FINAL_TYPE(GstFrameringSrc, gst_framering_src, GST, FRAMERING_SRC,
		     GstPushSrc)

GST_ELEMENT_REGISTER_DECLARE(frameringsrc)

G_END_DECLS

#endif /* GST_FRAMERING_SRC_H */
