// SPDX-License-Identifier: MIT
/* From a buffer to a frame of the ring. */
#include <errno.h>

#include "sink_frame.h"
#include "slot_memory.h"
#include "times.h"

/* What is told of the frame beside its pixels. */
static void describe(GstFrameringSink *sink, GstBuffer *buffer,
		     struct framering_frame *frame)
{
	GstBaseSink *base = GST_BASE_SINK(sink);
	GstClockTime running;

	if (GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT))
		frame->flags |= FRAMERING_FRAME_DISCONTINUITY;
	if (GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_CORRUPTED))
		frame->flags |= FRAMERING_FRAME_ERROR;
	if (!GST_BUFFER_PTS_IS_VALID(buffer))
		return;
	frame->flags |= FRAMERING_FRAME_PTS;
	frame->info.pts = (gint64)GST_BUFFER_PTS(buffer);
	/* Without sync, times need not be those of any clock. */
	if (!gst_base_sink_get_sync(base))
		return;
	running = gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME,
					      GST_BUFFER_PTS(buffer));
	frame->time_ns = times_capture(GST_ELEMENT(sink), running);
}

/* Whether the planes of @buffer lie where those of a slot do. */
static gboolean same_planes(const GstVideoInfo *info, GstBuffer *buffer)
{
	GstVideoMeta *meta = gst_buffer_get_video_meta(buffer);
	guint i;

	if (!meta)
		return FALSE;
	for (i = 0; i < GST_VIDEO_INFO_N_PLANES(info); i++)
		if (meta->offset[i] != info->offset[i] ||
		    meta->stride[i] != info->stride[i])
			return FALSE;
	return TRUE;
}

/* The slot of this writer that @buffer is; NULL: it is something else. */
static struct slot_memory *slot_of(GstFrameringSink *sink, GstBuffer *buffer)
{
	GstMemory *memory;

	if (gst_buffer_n_memory(buffer) != 1)
		return NULL;
	memory = gst_buffer_peek_memory(buffer, 0);
	if (memory->offset || !same_planes(&sink->info, buffer))
		return NULL;
	return slot_memory_of(memory, sink->writer);
}

static int submit_slot(GstFrameringSink *sink, GstBuffer *buffer,
		       struct slot_memory *slot)
{
	struct framering_frame frame = slot->frame;
	int ret;

	describe(sink, buffer, &frame);
	/* Who has it still may read it, as the consumers do. */
	GST_MINI_OBJECT_FLAG_SET(&slot->memory, GST_MEMORY_FLAG_READONLY);
	ret = writer_submit(sink->writer, &frame);
	if (!ret)
		g_atomic_int_inc(&sink->shared);
	return ret;
}

static int copy_frame(GstFrameringSink *sink, GstBuffer *buffer)
{
	GstVideoFrame from, to = { .info = sink->info };
	struct framering_frame frame;
	guint i;
	int ret;

	if (!gst_video_frame_map(&from, &sink->plain, buffer, GST_MAP_READ))
		return -EPROTO;
	ret = writer_reserve(sink->writer, &frame);
	if (ret)
		goto unmap;
	for (i = 0; i < GST_VIDEO_INFO_N_PLANES(&sink->info); i++)
		to.data[i] = frame.plane[i];
	gst_video_frame_copy(&to, &from);
	describe(sink, buffer, &frame);
	ret = writer_submit(sink->writer, &frame);
	if (!ret)
		g_atomic_int_inc(&sink->copied);
unmap:
	gst_video_frame_unmap(&from);
	return ret;
}

int sink_frame_put(GstFrameringSink *sink, GstBuffer *buffer)
{
	struct slot_memory *slot = slot_of(sink, buffer);
	int ret = -ENOENT;

	if (slot)
		ret = submit_slot(sink, buffer, slot);
	/* Out of order, or shown already. */
	return ret == -ENOENT ? copy_frame(sink, buffer) : ret;
}
