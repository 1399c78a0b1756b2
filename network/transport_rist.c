// SPDX-License-Identifier: MIT
/* H.264 by RIST, simple profile: what is lost is sent again. */
#include "h264.h"
#include "stats.h"
#include "transport.h"

static char *send(const struct options *options)
{
	char *coded = h264_send(options), *text;

	if (!coded)
		return NULL;
	text = g_strconcat(coded, " ! rtpmp2tpay ! ristsink name=rist", NULL);
	g_free(coded);
	return text;
}

static char *receive(const struct options *options)
{
	char *coded = h264_receive(), *text;

	(void)options;
	if (!coded)
		return NULL;
	text = g_strconcat("ristsrc name=rist ! rtpmp2tdepay ! ", coded, NULL);
	g_free(coded);
	return text;
}

/* One receiver has a property of its own. */
static void set_out(GstElement *rist, const struct options *o)
{
	GString *all = g_string_new(NULL);
	unsigned int i;

	for (i = 0; i < o->addresses; i++) {
		char *one = address_print(&o->address[i]);

		g_string_append_printf(all, "%s%s", i ? "," : "", one);
		g_free(one);
	}
	if (o->addresses > 1)
		g_object_set(rist, "bonding-addresses", all->str, NULL);
	else
		g_object_set(rist, "address", o->address[0].host, "port",
			     (guint)o->address[0].port, NULL);
	g_string_free(all, TRUE);
}

/* The kernel tells when packets arrived that waited for long in the socket. */
static void stamp(const GValue *item, gpointer data)
{
	(void)data;
	gst_util_set_object_arg(g_value_get_object(item), "socket-timestamp",
				"realtime");
}

static void set_in(GstElement *rist, const struct options *o)
{
	const struct address *address = &o->address[0];
	GstIterator *sockets = gst_bin_iterate_all_by_element_factory_name(
		GST_BIN(rist), "udpsrc");

	g_object_set(rist, "port", (guint)address->port, "receiver-buffer",
		     (guint)o->latency_ms, NULL);
	if (*address->host)
		g_object_set(rist, "address", address->host, NULL);
	gst_iterator_foreach(sockets, stamp, NULL);
	gst_iterator_free(sockets);
}

static int set(GstElement *pipeline, const struct options *options)
{
	GstElement *rist = gst_bin_get_by_name(GST_BIN(pipeline), "rist");

	if (options->side == SIDE_SEND)
		set_out(rist, options);
	else
		set_in(rist, options);
	gst_object_unref(rist);
	return 0;
}

static guint64 lost(GstElement *pipeline)
{
	return stats_count(pipeline, "rist", "permanently-lost");
}

const struct transport transport_rist = {
	.name = "rist",
	.help = "H.264 by RIST: anywhere; even ports",
	.source = "rist",
	/* Losses are told each tenth of a second, and told again if need be. */
	.latency_ms = 1000,
	.even_ports = TRUE,
	.send = send,
	.receive = receive,
	.set = set,
	.lost = lost,
};
