// SPDX-License-Identifier: MIT
/* Times of capture in H.264. */
#include "carry_h264.h"
#include "moment.h"
#include "pads.h"
#include "stamp.h"

/* @buffer with a message before the first slice. */
static GstBuffer *stamped(GstBuffer *buffer, guint64 moment)
{
	uint8_t *nal = g_malloc(STAMP_BYTES);
	size_t bytes = stamp_write(nal, moment / 1000), at;
	GstBuffer *out;
	GstMapInfo map;

	if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) {
		g_free(nal);
		return buffer;
	}
	at = stamp_place(map.data, map.size);
	gst_buffer_unmap(buffer, &map);
	out = gst_buffer_copy_region(buffer, GST_BUFFER_COPY_FLAGS |
				     GST_BUFFER_COPY_TIMESTAMPS |
				     GST_BUFFER_COPY_META, 0, 0);
	if (at)
		gst_buffer_copy_into(out, buffer, GST_BUFFER_COPY_MEMORY, 0,
				     at);
	gst_buffer_append_memory(out, gst_memory_new_wrapped(0, nal,
		STAMP_BYTES, 0, bytes, nal, g_free));
	if (at < gst_buffer_get_size(buffer))
		gst_buffer_copy_into(out, buffer, GST_BUFFER_COPY_MEMORY, at,
				     (gsize)-1);
	gst_buffer_unref(buffer);
	return out;
}

static GstPadProbeReturn tell_time(GstPad *pad, GstPadProbeInfo *info,
				   gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	guint64 moment = moment_to_send(pad, buffer);

	(void)data;
	if (moment)
		info->data = stamped(buffer, moment);
	return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn take_time(GstPad *pad, GstPadProbeInfo *info,
				   gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	guint64 us = 0;
	GstMapInfo map;

	if (gst_buffer_map(buffer, &map, GST_MAP_READ)) {
		if (stamp_read(map.data, map.size, &us))
			us = 0;
		gst_buffer_unmap(buffer, &map);
	}
	buffer = gst_buffer_make_writable(buffer);
	info->data = buffer;
	/* The demultiplexer's PTS follow those of what it reads. */
	pads_time(pad, buffer, us * 1000, moment_arrival(pad, buffer), data);
	return GST_PAD_PROBE_OK;
}

void carry_h264_send(struct carry *carry, GstElement *pipeline)
{
	pads_watch(pipeline, "encoder", "src", GST_PAD_PROBE_TYPE_BUFFER,
		   tell_time, carry);
}

void carry_h264_receive(struct carry *carry, GstElement *pipeline)
{
	pads_watch(pipeline, "parser", "src", GST_PAD_PROBE_TYPE_BUFFER,
		   take_time, carry);
}
