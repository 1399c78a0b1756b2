// SPDX-License-Identifier: MIT
/* Times of capture in RTP's header. */
#include <errno.h>
#include <gst/rtp/rtp.h>

#include "carry_rtp.h"
#include "moment.h"
#include "pads.h"
#include "sdp.h"
#include "transport.h"

/* What the header's extension writes, and reads into. */
static GstCaps *ntp_caps(void)
{
	static GstStaticCaps caps = GST_STATIC_CAPS("timestamp/x-ntp");

	return gst_static_caps_get(&caps);
}

static GstPadProbeReturn tell_time(GstPad *pad, GstPadProbeInfo *info,
				   gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	guint64 moment = moment_to_send(pad, buffer);
	GstCaps *caps;

	(void)data;
	if (!moment)
		return GST_PAD_PROBE_OK;
	caps = ntp_caps();
	buffer = gst_buffer_make_writable(buffer);
	gst_buffer_add_reference_timestamp_meta(buffer, caps,
						moment + MOMENT_NTP,
						GST_CLOCK_TIME_NONE);
	gst_caps_unref(caps);
	info->data = buffer;
	return GST_PAD_PROBE_OK;
}

/* The caps of the packets are known. */
static GstPadProbeReturn describe(GstPad *pad, GstPadProbeInfo *info,
				  gpointer data)
{
	GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
	const struct carry *carry = data;
	const struct options *o = carry->options;
	GstCaps *caps;
	int ret;

	(void)pad;
	if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
		return GST_PAD_PROBE_OK;
	gst_event_parse_caps(event, &caps);
	ret = sdp_write(o->sdp, caps, &o->address[0]);
	if (ret)
		said("%s: %s", o->sdp, g_strerror(-ret));
	return GST_PAD_PROBE_OK;
}

int carry_rtp_send(struct carry *carry, GstElement *pipeline)
{
	GstRTPHeaderExtension *extension =
		gst_rtp_header_extension_create_from_uri(SDP_NTP64);
	GstElement *pay;

	if (!extension) {
		said("no rtphdrextntp64; install gstreamer1.0-plugins-good "
		     "1.22 or later");
		return -EINVAL;
	}
	g_object_set(extension, "every-packet", TRUE, NULL);
	gst_rtp_header_extension_set_id(extension, SDP_EXTENSION);
	pay = gst_bin_get_by_name(GST_BIN(pipeline), "pay");
	g_signal_emit_by_name(pay, "add-extension", extension);
	gst_object_unref(extension);
	gst_object_unref(pay);
	pads_watch(pipeline, "pay", "sink", GST_PAD_PROBE_TYPE_BUFFER,
		   tell_time, carry);
	if (carry->options->sdp)
		pads_watch(pipeline, "pay", "src",
			   GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, describe,
			   carry);
	return 0;
}

/* When the kernel got a packet, beside its own times. */
static GstCaps *arrival_caps(void)
{
	static GstStaticCaps caps =
		GST_STATIC_CAPS("timestamp/x-framering-arrival");

	return gst_static_caps_get(&caps);
}

/*
 * The jitter buffer waits for packets that others have overtaken from when it
 * gets these. By the kernel's time it would not wait if they had been waiting.
 */
static GstPadProbeReturn note_arrival(GstPad *pad, GstPadProbeInfo *info,
				      gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	GstElement *in = gst_pad_get_parent_element(pad);
	GstCaps *caps = arrival_caps();

	(void)data;
	buffer = gst_buffer_make_writable(buffer);
	gst_buffer_add_reference_timestamp_meta(buffer, caps,
						GST_BUFFER_DTS(buffer),
						GST_CLOCK_TIME_NONE);
	GST_BUFFER_DTS(buffer) = gst_element_get_current_running_time(in);
	gst_caps_unref(caps);
	gst_object_unref(in);
	info->data = buffer;
	return GST_PAD_PROBE_OK;
}

static GstClockTime arrival_of(GstBuffer *buffer)
{
	GstCaps *caps = arrival_caps();
	const GstReferenceTimestampMeta *meta =
		gst_buffer_get_reference_timestamp_meta(buffer, caps);

	gst_caps_unref(caps);
	return meta ? meta->timestamp : GST_CLOCK_TIME_NONE;
}

static GstPadProbeReturn see_packet(GstPad *pad, GstPadProbeInfo *info,
				    gpointer data)
{
	GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
	struct carry *carry = data;
	struct whole_packet packet;

	(void)pad;
	carry->arrival = arrival_of(GST_PAD_PROBE_INFO_BUFFER(info));
	if (!gst_rtp_buffer_map(GST_PAD_PROBE_INFO_BUFFER(info), GST_MAP_READ,
				&rtp))
		return GST_PAD_PROBE_OK;
	packet.sequence = gst_rtp_buffer_get_seq(&rtp);
	packet.time = gst_rtp_buffer_get_timestamp(&rtp);
	packet.marked = gst_rtp_buffer_get_marker(&rtp);
	packet.begins = carry->options->transport->begins(
		gst_rtp_buffer_get_payload(&rtp),
		gst_rtp_buffer_get_payload_len(&rtp));
	gst_rtp_buffer_unmap(&rtp);
	whole_packet(&carry->whole, &packet);
	return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn take_time(GstPad *pad, GstPadProbeInfo *info,
				   gpointer data)
{
	GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
	GstReferenceTimestampMeta *meta;
	struct carry *carry = data;
	guint64 moment = 0;
	/* Then the time is that of the frame after it. */
	gboolean late = carry->whole.open, whole;
	GstCaps *caps;

	whole = whole_frame(&carry->whole);
	if (!whole)
		flow_damaged(carry->flow);
	if (!whole && (late || !carry->options->damaged))
		return GST_PAD_PROBE_DROP;
	caps = ntp_caps();
	meta = gst_buffer_get_reference_timestamp_meta(buffer, caps);
	gst_caps_unref(caps);
	if (meta && meta->timestamp > MOMENT_NTP)
		moment = meta->timestamp - MOMENT_NTP;
	buffer = gst_buffer_make_writable(buffer);
	info->data = buffer;
	if (!whole)
		GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_CORRUPTED);
	pads_time(pad, buffer, moment, carry->arrival, carry);
	return GST_PAD_PROBE_OK;
}

void carry_rtp_receive(struct carry *carry, GstElement *pipeline)
{
	pads_watch(pipeline, "in", "src", GST_PAD_PROBE_TYPE_BUFFER,
		   note_arrival, carry);
	pads_watch(pipeline, "depay", "sink", GST_PAD_PROBE_TYPE_BUFFER,
		   see_packet, carry);
	pads_watch(pipeline, "depay", "src", GST_PAD_PROBE_TYPE_BUFFER,
		   take_time, carry);
}
