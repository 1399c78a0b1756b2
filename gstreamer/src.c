// SPDX-License-Identifier: MIT
/**
 * SECTION:element-frameringsrc
 * @title: frameringsrc
 * @see_also: frameringsink
 *
 * The frames of a ring as a live source. Raw frames are not copied where they
 * are cached, downstream reads GstVideoMeta or the planes lie where it expects
 * them, and it gives frames back soon enough.
 *
 * ## Example pipelines
 * |[
 * gst-launch-1.0 frameringsrc ! videoconvert ! autovideosink
 * ]| Show what is in /dev/framering.
 * |[
 * gst-launch-1.0 -e frameringsrc policy=lossless ! videoconvert ! \
 *	x264enc tune=zerolatency ! mp4mux ! filesink location=clip.mp4
 * ]| Record every frame until the producer ends the stream.
 */
#include "formats.h"
#include "src.h"
#include "src_frame.h"
#include "src_properties.h"
#include "src_ring.h"
#include "wish.h"
#include "debug.h"

/* How long a wish may take; a producer configures the ring within a frame. */
#define WISH_US	(2 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE(GstFrameringSrc, gst_framering_src, GST_TYPE_PUSH_SRC)
GST_ELEMENT_REGISTER_DEFINE(frameringsrc, "frameringsrc", GST_RANK_NONE,
			    GST_TYPE_FRAMERING_SRC)

/* FALSE: there is nothing to wish. */
static gboolean send_wish(GstFrameringSrc *src, const GstCaps *peer)
{
	struct framering_wish wish = wish_of(peer);
	int ret;

	if (!wish.fourcc && !wish.width && !wish.height && !wish.rate)
		return FALSE;
	if (!memcmp(&wish, &src->wish, sizeof(wish)))
		return TRUE;
	src->wish = wish;
	/* If the role has ended already, the next acquire reports that. */
	ret = framering_consumer_wish(src->reader->consumer, &wish);
	if (ret)
		GST_INFO_OBJECT(src, "wish: %s", framering_error_text(ret));
	return TRUE;
}

/* The ring's caps as downstream takes them; NULL: it does not. */
static GstCaps *common_caps(GstFrameringSrc *src, GstCaps *peer)
{
	GstCaps *own = gst_caps_copy(src->description.caps), *both;
	GstStructure *s = gst_caps_get_structure(own, 0);

	if (src->fps_n && !gst_structure_has_field_typed(s, "framerate",
							 GST_TYPE_FRACTION))
		gst_structure_set(s, "framerate", GST_TYPE_FRACTION,
				  src->fps_n, src->fps_d, NULL);
	if (src->description.raw && formats_have_dmabuf(peer) &&
	    reader_exports(src->reader)) {
		both = gst_caps_copy(own);
		formats_as_dmabuf(own);
		gst_caps_append(own, both);
	}
	both = gst_caps_intersect(own, peer);
	gst_caps_unref(own);
	if (gst_caps_is_empty(both)) {
		gst_caps_unref(both);
		return NULL;
	}
	/* Of a range of rates, 0/1: variable. */
	return gst_caps_fixate(both);
}

static gboolean use_caps(GstFrameringSrc *src, GstCaps *caps)
{
	GstStructure *s = gst_caps_get_structure(caps, 0);
	GstVideoInfo *info = &src->description.info;
	gboolean done;

	gst_structure_get_fraction(s, "framerate", &info->fps_n, &info->fps_d);
	done = gst_base_src_set_caps(GST_BASE_SRC(src), caps);
	src->unwanted = FALSE;
	src->dmabuf = formats_have_dmabuf(caps);
	gst_caps_unref(caps);
	return done;
}

static gboolean negotiate(GstBaseSrc *base)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(base);
	GstCaps *peer, *caps;
	gboolean wished;

	/* Until the ring is configured nobody knows what it will have. */
	if (!src->reader || !src->description.caps)
		return TRUE;
	peer = gst_pad_peer_query_caps(GST_BASE_SRC_PAD(base), NULL);
	wished = send_wish(src, peer);
	caps = common_caps(src, peer);
	gst_caps_unref(peer);
	if (caps)
		return use_caps(src, caps);
	if (!wished)
		return FALSE;
	if (!src->unwanted)
		src->wish_end = g_get_monotonic_time() + WISH_US;
	src->unwanted = TRUE;
	return TRUE;
}

static gboolean decide_allocation(GstBaseSrc *base, GstQuery *query)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(base);

	src->video_meta = gst_query_find_allocation_meta(query,
		GST_VIDEO_META_API_TYPE, NULL);
	/* Frames are the ring's, or copies in a pool of this element's. */
	while (gst_query_get_n_allocation_pools(query))
		gst_query_remove_nth_allocation_pool(query, 0);
	return TRUE;
}

static gboolean query_latency(GstFrameringSrc *src, GstQuery *query)
{
	GstClockTime frame = 0, most = GST_CLOCK_TIME_NONE;
	gint n, d;

	GST_OBJECT_LOCK(src);
	n = src->latency_n;
	d = src->latency_d;
	GST_OBJECT_UNLOCK(src);
	if (n > 0) {
		frame = gst_util_uint64_scale_int(GST_SECOND, d, n);
		most = frame * (GstClockTime)MAX(src->latency_frames, 1);
	}
	gst_query_set_latency(query, TRUE, frame, most);
	return TRUE;
}

static gboolean query(GstBaseSrc *base, GstQuery *query)
{
	if (GST_QUERY_TYPE(query) == GST_QUERY_LATENCY)
		return query_latency(GST_FRAMERING_SRC(base), query);
	return GST_BASE_SRC_CLASS(gst_framering_src_parent_class)->query(base,
									 query);
}

/* A frame takes as long as the stream's rate says, and may be held. */
static void tell_latency(GstFrameringSrc *src)
{
	const GstVideoInfo *info = &src->description.info;
	gboolean changed;

	GST_OBJECT_LOCK(src);
	changed = src->latency_n != info->fps_n ||
		  src->latency_d != info->fps_d ||
		  src->latency_frames != src->reader->limit;
	src->latency_n = info->fps_n;
	src->latency_d = info->fps_d;
	src->latency_frames = src->reader->limit;
	GST_OBJECT_UNLOCK(src);
	if (changed)
		gst_element_post_message(GST_ELEMENT(src),
			gst_message_new_latency(GST_OBJECT(src)));
}

static GstFlowReturn begin(GstFrameringSrc *src)
{
	memset(&src->wish, 0, sizeof(src->wish));
	src->unwanted = FALSE;
	src_frame_drop_pool(src);
	if (!gst_base_src_negotiate(GST_BASE_SRC(src)))
		return GST_FLOW_NOT_NEGOTIATED;
	tell_latency(src);
	return GST_FLOW_OK;
}

/* Frames that downstream does not take, until the wish is granted. */
static GstFlowReturn skip(GstFrameringSrc *src, struct framering_frame *frame)
{
	GstFlowReturn flow;

	if (g_get_monotonic_time() >= src->wish_end) {
		GST_ELEMENT_ERROR(src, CORE, NEGOTIATION, ("%s: the producer "
				  "does not grant what downstream wants; put "
				  "videoconvert ! videoscale behind the source",
				  src->device), (NULL));
		return GST_FLOW_NOT_NEGOTIATED;
	}
	flow = src_ring_acquire(src, frame, src->wish_end);
	if (flow == GST_FLOW_OK) {
		reader_release(src->reader, frame);
		flow = GST_FLOW_CUSTOM_SUCCESS;
	}
	return flow;
}

static GstFlowReturn create(GstPushSrc *push, GstBuffer **buffer)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(push);
	struct framering_frame frame;
	GstFlowReturn flow;
	gboolean is_new;

	do {
		flow = src_ring_attach(src, &is_new);
		if (flow == GST_FLOW_OK && is_new)
			flow = begin(src);
		if (flow != GST_FLOW_OK)
			return flow;
		if (src->unwanted)
			flow = skip(src, &frame);
		else
			flow = src_ring_acquire(src, &frame, G_MAXINT64);
		if (flow == GST_FLOW_OK)
			flow = src_frame_buffer(src, &frame, buffer);
	} while (flow == GST_FLOW_CUSTOM_SUCCESS);
	return flow;
}

static gboolean start(GstBaseSrc *base)
{
	GST_FRAMERING_SRC(base)->early = 0;
	return src_ring_open(GST_FRAMERING_SRC(base));
}

static gboolean stop(GstBaseSrc *base)
{
	GstFrameringSrc *src = GST_FRAMERING_SRC(base);

	src_frame_drop_pool(src);
	src_ring_close(src);
	return TRUE;
}

static gboolean unlock(GstBaseSrc *base)
{
	wake_set(&GST_FRAMERING_SRC(base)->wake);
	return TRUE;
}

static gboolean unlock_stop(GstBaseSrc *base)
{
	wake_clear(&GST_FRAMERING_SRC(base)->wake);
	return TRUE;
}

static void gst_framering_src_class_init(GstFrameringSrcClass *klass)
{
	GstElementClass *element = GST_ELEMENT_CLASS(klass);
	GstBaseSrcClass *base = GST_BASE_SRC_CLASS(klass);
	GstCaps *caps = formats_all();

	debug_init();
	base->start = start;
	base->stop = stop;
	base->unlock = unlock;
	base->unlock_stop = unlock_stop;
	base->negotiate = negotiate;
	base->decide_allocation = decide_allocation;
	base->query = query;
	GST_PUSH_SRC_CLASS(klass)->create = create;
	src_properties_install(G_OBJECT_CLASS(klass));
	gst_element_class_set_static_metadata(element, "Framering source",
		"Source/Video", "Takes video frames from a ring, live and "
		"without a copy", "The framering authors");
	gst_element_class_add_pad_template(element,
		gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
	gst_caps_unref(caps);
}

static void gst_framering_src_init(GstFrameringSrc *src)
{
	src_properties_init(src);
	if (wake_init(&src->wake))
		GST_ERROR_OBJECT(src, "no descriptor is left");
	gst_base_src_set_live(GST_BASE_SRC(src), TRUE);
	gst_base_src_set_format(GST_BASE_SRC(src), GST_FORMAT_TIME);
}
