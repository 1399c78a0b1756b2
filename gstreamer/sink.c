// SPDX-License-Identifier: MIT
/**
 * SECTION:element-frameringsink
 * @title: frameringsink
 * @see_also: frameringsrc
 *
 * A pipeline as the producer of a ring. Upstream draws straight into the slots
 * of a cached ring if it takes buffers from a pool that it is offered; else
 * each frame is copied once.
 *
 * ## Example pipelines
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! frameringsink
 * ]| Show a test picture in /dev/framering.
 * |[
 * gst-launch-1.0 v4l2src ! videoconvert ! frameringsink on-demand=block
 * ]| A camera, as long as somebody watches.
 */
#include "formats.h"
#include "pool.h"
#include "sink.h"
#include "sink_properties.h"
#include "sink_ring.h"
#include "debug.h"

G_DEFINE_FINAL_TYPE(GstFrameringSink, gst_framering_sink, GST_TYPE_VIDEO_SINK)
GST_ELEMENT_REGISTER_DEFINE(frameringsink, "frameringsink", GST_RANK_NONE,
			    GST_TYPE_FRAMERING_SINK)

static gboolean set_info(GstVideoSink *video, GstCaps *caps,
			 const GstVideoInfo *info)
{
	(void)caps;
	return sink_ring_configure(GST_FRAMERING_SINK(video), info);
}

/* Drawing reads, too: blends, deinterlaces, predicts. */
static gboolean is_drawable(const GstFrameringSink *sink,
			    const GstVideoInfo *info)
{
	return sink->writer && writer_most(sink->writer) &&
	       sink->writer->status.cache_effective == FRAMERING_CACHE_WB &&
	       gst_video_info_is_equal(info, &sink->plain);
}

static gboolean propose_allocation(GstBaseSink *base, GstQuery *query)
{
	GstFrameringSink *sink = GST_FRAMERING_SINK(base);
	gboolean need_pool;
	GstBufferPool *pool;
	GstVideoInfo info;
	GstCaps *caps;

	gst_query_parse_allocation(query, &caps, &need_pool);
	if (!caps || !gst_video_info_from_caps(&info, caps))
		return FALSE;
	if (need_pool && is_drawable(sink, &info)) {
		pool = pool_new(sink->writer, &sink->info);
		/* No least and no most: see pool_new(). */
		gst_query_add_allocation_pool(query, pool,
			(guint)MAX(info.size, sink->info.size), 0, 0);
		gst_object_unref(pool);
	}
	gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, NULL);
	return TRUE;
}

static GstFlowReturn show_frame(GstVideoSink *video, GstBuffer *buffer)
{
	GstFrameringSink *sink = GST_FRAMERING_SINK(video);
	GstFlowReturn flow;

	if (!sink->writer)
		return GST_FLOW_NOT_NEGOTIATED;
	for (;;) {
		flow = sink_ring_demand(sink);
		if (flow == GST_FLOW_OK)
			flow = sink_ring_put(sink, buffer);
		if (flow == GST_FLOW_CUSTOM_SUCCESS)
			return GST_FLOW_OK;
		if (flow != GST_FLOW_FLUSHING)
			return flow;
		/* To PAUSED and back, or a flush. */
		flow = gst_base_sink_wait_preroll(GST_BASE_SINK(sink));
		if (flow != GST_FLOW_OK)
			return flow;
	}
}

/* The same frame is shown once it is time for it; it is in the ring once. */
static GstFlowReturn preroll(GstBaseSink *base, GstBuffer *buffer)
{
	(void)base, (void)buffer;
	return GST_FLOW_OK;
}

static gboolean event(GstBaseSink *base, GstEvent *event)
{
	gboolean is_end = GST_EVENT_TYPE(event) == GST_EVENT_EOS;
	gboolean done;

	/* It waits until the last frame was shown for as long as it lasts. */
	done = GST_BASE_SINK_CLASS(gst_framering_sink_parent_class)->
		event(base, event);
	if (done && is_end)
		sink_ring_end(GST_FRAMERING_SINK(base));
	return done;
}

static gboolean start(GstBaseSink *base)
{
	return sink_ring_open(GST_FRAMERING_SINK(base));
}

static gboolean stop(GstBaseSink *base)
{
	sink_ring_close(GST_FRAMERING_SINK(base));
	return TRUE;
}

static gboolean unlock(GstBaseSink *base)
{
	wake_set(&GST_FRAMERING_SINK(base)->wake);
	return TRUE;
}

static gboolean unlock_stop(GstBaseSink *base)
{
	wake_clear(&GST_FRAMERING_SINK(base)->wake);
	return TRUE;
}

static void gst_framering_sink_class_init(GstFrameringSinkClass *klass)
{
	GstElementClass *element = GST_ELEMENT_CLASS(klass);
	GstBaseSinkClass *base = GST_BASE_SINK_CLASS(klass);
	GstCaps *caps = formats_caps();

	debug_init();
	base->start = start;
	base->stop = stop;
	base->unlock = unlock;
	base->unlock_stop = unlock_stop;
	base->event = event;
	base->preroll = preroll;
	base->propose_allocation = propose_allocation;
	GST_VIDEO_SINK_CLASS(klass)->set_info = set_info;
	GST_VIDEO_SINK_CLASS(klass)->show_frame = show_frame;
	sink_properties_install(G_OBJECT_CLASS(klass));
	gst_element_class_set_static_metadata(element, "Framering sink",
		"Sink/Video", "Puts video frames into a ring, from which any "
		"number of programs take them without a copy",
		"The framering authors");
	gst_element_class_add_pad_template(element,
		gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
				     caps));
	gst_caps_unref(caps);
}

static void gst_framering_sink_init(GstFrameringSink *sink)
{
	sink_properties_init(sink);
	if (wake_init(&sink->wake))
		GST_ERROR_OBJECT(sink, "no descriptor is left");
}
