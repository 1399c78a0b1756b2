// SPDX-License-Identifier: MIT
/* Plain RTP over UDP. */
#include <errno.h>

#include "rtp.h"
#include "sdp.h"
#include "stats.h"

static void set_out(GstElement *out, const struct options *o)
{
	unsigned int i;

	for (i = 0; i < o->addresses; i++)
		g_signal_emit_by_name(out, "add", o->address[i].host,
				      (gint)o->address[i].port, NULL);
}

static int set_in(GstElement *in, GstElement *jitter, const struct options *o)
{
	const struct address *address = &o->address[0];
	GstCaps *caps = o->sdp ? sdp_read(o->sdp) : sdp_jpeg();

	if (!caps)
		return -EINVAL;
	g_object_set(in, "caps", caps, "port", (gint)address->port, NULL);
	if (*address->host)
		g_object_set(in, "address", address->host, NULL);
	g_object_set(jitter, "latency", (guint)o->latency_ms, NULL);
	gst_caps_unref(caps);
	return 0;
}

int rtp_set(GstElement *pipeline, const struct options *options)
{
	GstBin *bin = GST_BIN(pipeline);
	GstElement *out = gst_bin_get_by_name(bin, "out"), *in, *jitter;
	int ret = 0;

	if (out) {
		set_out(out, options);
		gst_object_unref(out);
		return 0;
	}
	in = gst_bin_get_by_name(bin, "in");
	jitter = gst_bin_get_by_name(bin, "jitter");
	ret = set_in(in, jitter, options);
	gst_object_unref(in);
	gst_object_unref(jitter);
	return ret;
}

guint64 rtp_lost(GstElement *pipeline)
{
	return stats_count(pipeline, "jitter", "num-lost");
}
