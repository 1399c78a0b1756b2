// SPDX-License-Identifier: MIT
/* From a frame of the ring to a buffer of frameringsrc's. */
#include <linux/videodev2.h>

#include "src_frame.h"
#include "times.h"

/* A tick of MPEG's clock or more, and less than from one frame to the next. */
#define EARLY_STEP	(100 * GST_USECOND)

/* Planes that lie otherwise than a downstream without GstVideoMeta thinks. */
static gboolean must_move(const GstFrameringSrc *src)
{
	return src->description.raw && !src->description.is_default &&
	       !src->video_meta;
}

static gboolean must_copy(const GstFrameringSrc *src)
{
	struct reader *reader = src->reader;

	/* What asks for dma-bufs cannot be given anything else. */
	if (src->dmabuf)
		return FALSE;
	if (must_move(src) || src->copy == SRC_COPY_ALWAYS)
		return TRUE;
	if (src->copy == SRC_COPY_NEVER)
		return FALSE;
	/* Downstream's plain loads are slower than one copy by the library. */
	if (reader->status.cache_effective != FRAMERING_CACHE_WB)
		return TRUE;
	/* With the last lease gone, frames would pass by. */
	return g_atomic_int_get(&reader->held) >= reader->limit;
}

static gsize bytes_of(const GstFrameringSrc *src,
		      const struct framering_frame *frame)
{
	/* Raw frames have their padding, which GStreamer counts. */
	if (src->description.raw)
		return MAX(frame->geometry->frame_bytes,
			   src->description.is_default ?
			   src->description.info.size : 0);
	return frame->bytes;
}

static void add_meta(const GstFrameringSrc *src, GstBuffer *buffer)
{
	const struct description *d = &src->description;
	const GstVideoInfo *info = &d->info;
	gsize offset[GST_VIDEO_MAX_PLANES];
	gint stride[GST_VIDEO_MAX_PLANES];

	if (!d->raw)
		return;
	memcpy(offset, d->offset, sizeof(offset));
	memcpy(stride, d->stride, sizeof(stride));
	gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE,
				       GST_VIDEO_INFO_FORMAT(info),
				       (guint)info->width, (guint)info->height,
				       GST_VIDEO_INFO_N_PLANES(info), offset,
				       stride);
}

void src_frame_drop_pool(GstFrameringSrc *src)
{
	if (src->pool)
		gst_buffer_pool_set_active(src->pool, FALSE);
	gst_clear_object(&src->pool);
}

/* A pool of GStreamer's for copies of raw frames. */
static gboolean make_pool(GstFrameringSrc *src)
{
	const GstVideoInfo *info = &src->description.info;
	GstCaps *caps = gst_video_info_to_caps(info);
	GstStructure *config;

	src->pool = gst_video_buffer_pool_new();
	config = gst_buffer_pool_get_config(src->pool);
	gst_buffer_pool_config_set_params(config, caps, (guint)info->size, 0,
					  0);
	gst_buffer_pool_config_add_option(config,
					  GST_BUFFER_POOL_OPTION_VIDEO_META);
	gst_caps_unref(caps);
	src->plain = *info;
	if (gst_buffer_pool_set_config(src->pool, config) &&
	    gst_buffer_pool_set_active(src->pool, TRUE))
		return TRUE;
	src_frame_drop_pool(src);
	return FALSE;
}

/* Line by line where the strides differ. */
static void copy_plane(const GstFrameringSrc *src,
		       const struct framering_frame *frame, GstVideoFrame *to,
		       guint plane)
{
	const struct description *d = &src->description;
	const struct framering_format *format =
		framering_format_find(frame->geometry->fourcc);
	const uint8_t *from = frame->data + d->offset[plane];
	guint8 *at = GST_VIDEO_FRAME_PLANE_DATA(to, plane);
	gint stride = GST_VIDEO_FRAME_PLANE_STRIDE(to, plane);
	guint width = (guint)d->info.width, height = (guint)d->info.height;
	gsize row = framering_row_bytes(format, plane, width);
	guint lines = framering_rows(format, plane, height), line;
	uint32_t cache = src->reader->status.cache_effective;

	if (stride == d->stride[plane]) {
		/* The last line's padding may be another plane's. */
		framering_load(at, from, (gsize)stride * (lines - 1) + row,
			       cache);
		return;
	}
	for (line = 0; line < lines; line++)
		framering_load(at + line * (gsize)stride,
			       from + line * (gsize)d->stride[plane], row,
			       cache);
}

static gboolean copy_raw(GstFrameringSrc *src,
			 const struct framering_frame *frame,
			 GstBuffer **buffer)
{
	GstVideoFrame to;
	guint i;

	if (!src->pool && !make_pool(src))
		return FALSE;
	if (gst_buffer_pool_acquire_buffer(src->pool, buffer, NULL) !=
	    GST_FLOW_OK)
		return FALSE;
	if (!gst_video_frame_map(&to, &src->plain, *buffer, GST_MAP_WRITE)) {
		gst_clear_buffer(buffer);
		return FALSE;
	}
	for (i = 0; i < GST_VIDEO_FRAME_N_PLANES(&to); i++)
		copy_plane(src, frame, &to, i);
	gst_video_frame_unmap(&to);
	return TRUE;
}

static gboolean copy_bytes(const GstFrameringSrc *src,
			   const struct framering_frame *frame,
			   GstBuffer **buffer)
{
	GstMapInfo to;

	*buffer = gst_buffer_new_allocate(NULL, frame->bytes, NULL);
	if (!*buffer || !gst_buffer_map(*buffer, &to, GST_MAP_WRITE)) {
		gst_clear_buffer(buffer);
		return FALSE;
	}
	framering_load(to.data, frame->data, frame->bytes,
		       src->reader->status.cache_effective);
	gst_buffer_unmap(*buffer, &to);
	return TRUE;
}

static GstFlowReturn copy_frame(GstFrameringSrc *src,
				const struct framering_frame *frame,
				GstBuffer **buffer)
{
	gboolean done = src->description.raw ? copy_raw(src, frame, buffer) :
					       copy_bytes(src, frame, buffer);
	int torn = reader_release(src->reader, frame);

	if (!done) {
		GST_ELEMENT_ERROR(src, RESOURCE, NO_SPACE_LEFT,
				  ("%s: no memory for a copy of a frame",
				   src->device), (NULL));
		return GST_FLOW_ERROR;
	}
	if (torn) {
		gst_clear_buffer(buffer);
		return GST_FLOW_CUSTOM_SUCCESS;
	}
	g_atomic_int_inc(&src->copied);
	return GST_FLOW_OK;
}

static void set_fields(const GstFrameringSrc *src,
		       const struct framering_frame *frame, GstBuffer *buffer)
{
	guint field = frame->info.field ? frame->info.field :
					  src->reader->status.picture.field;

	if (!src->description.raw ||
	    !GST_VIDEO_INFO_IS_INTERLACED(&src->description.info))
		return;
	if (field == V4L2_FIELD_NONE)
		return;
	GST_BUFFER_FLAG_SET(buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED);
	if (field == V4L2_FIELD_INTERLACED_TB)
		GST_BUFFER_FLAG_SET(buffer, GST_VIDEO_BUFFER_FLAG_TFF);
}

/*
 * Frames from before the pipeline's start are pushed at once. There is no time
 * before 0; muxers and encoders want each to be later than the one before.
 */
static GstClockTime time_of(GstFrameringSrc *src,
			    const struct framering_frame *frame)
{
	GstClockTime running = times_running(GST_ELEMENT(src), frame);
	GstClockTime least = src->early * EARLY_STEP;

	if (!GST_CLOCK_TIME_IS_VALID(running))
		return running;
	if (running > least) {
		src->early = 0;
		return running;
	}
	src->early++;
	return least;
}

/* What the buffer tells of its frame beside the pixels. */
static void describe(GstFrameringSrc *src,
		     const struct framering_frame *frame, GstBuffer *buffer)
{
	const GstVideoInfo *info = &src->description.info;

	GST_BUFFER_PTS(buffer) = time_of(src, frame);
	if (info->fps_n > 0)
		GST_BUFFER_DURATION(buffer) = gst_util_uint64_scale_int(
			GST_SECOND, info->fps_d, info->fps_n);
	GST_BUFFER_OFFSET(buffer) = frame->frame;
	GST_BUFFER_OFFSET_END(buffer) = frame->frame + 1;
	if (!src->counting || frame->frame != src->next_frame ||
	    frame->flags & FRAMERING_FRAME_DISCONTINUITY)
		GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
	if (frame->flags & FRAMERING_FRAME_ERROR)
		GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_CORRUPTED);
	if (!src->description.raw && !(frame->flags & FRAMERING_FRAME_KEY))
		GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
	set_fields(src, frame, buffer);
	src->counting = TRUE;
	src->next_frame = frame->frame + 1;
}

/* The slot itself. */
static GstFlowReturn share_frame(GstFrameringSrc *src,
				 const struct framering_frame *frame,
				 GstBuffer **buffer)
{
	gsize bytes = bytes_of(src, frame);
	GstMemory *memory = src->dmabuf ?
			    reader_dmabuf(src->reader, frame, bytes) :
			    reader_memory(src->reader, frame, bytes);

	if (!memory) {
		reader_release(src->reader, frame);
		/* Evicted: the next acquire tells. */
		if (framering_consumer_evicted(src->reader->consumer))
			return GST_FLOW_CUSTOM_SUCCESS;
		GST_ELEMENT_ERROR(src, RESOURCE, READ, ("%s: a slot cannot be "
				  "exported as a dma-buf", src->device),
				  (NULL));
		return GST_FLOW_ERROR;
	}
	*buffer = gst_buffer_new();
	gst_buffer_append_memory(*buffer, memory);
	add_meta(src, *buffer);
	g_atomic_int_inc(&src->shared);
	return GST_FLOW_OK;
}

GstFlowReturn src_frame_buffer(GstFrameringSrc *src,
			       const struct framering_frame *frame,
			       GstBuffer **buffer)
{
	GstFlowReturn flow = must_copy(src) ? copy_frame(src, frame, buffer) :
					      share_frame(src, frame, buffer);

	if (flow == GST_FLOW_OK)
		describe(src, frame, *buffer);
	return flow;
}
