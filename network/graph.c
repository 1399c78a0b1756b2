// SPDX-License-Identifier: MIT
/* The pipeline of a program. */
#include "graph.h"
#include "transport.h"

static char *text_of(const struct options *o)
{
	const struct transport *t = o->transport;
	char *end = o->side == SIDE_SEND ? t->send(o) : t->receive(o);
	char *text = NULL;

	if (!end)
		return NULL;
	if (o->side == SIDE_SEND)
		text = g_strdup_printf("frameringsrc name=ring "
			"eos-at-end=false ! videoconvert ! %s", end);
	else
		text = g_strdup_printf("%s ! videoconvert ! "
			"capsfilter name=format ! frameringsink name=ring",
			end);
	g_free(end);
	return text;
}

/* Frames go into the ring as they come; their times tell the rest. */
static void set_sink(GstElement *pipeline, GstElement *ring,
		     const struct options *o)
{
	GstElement *filter;
	GstCaps *caps;

	g_object_set(ring, "sync", TRUE, "async", FALSE, "qos", FALSE,
		     "max-lateness", (gint64)-1, "ts-offset",
		     -(gint64)G_MAXINT64, NULL);
	if (o->slots)
		g_object_set(ring, "slots", o->slots, NULL);
	if (!o->format)
		return;
	filter = gst_bin_get_by_name(GST_BIN(pipeline), "format");
	caps = gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING,
				   o->format, NULL);
	g_object_set(filter, "caps", caps, NULL);
	gst_caps_unref(caps);
	gst_object_unref(filter);
}

static int set(GstElement *pipeline, const struct options *o)
{
	GstElement *ring = gst_bin_get_by_name(GST_BIN(pipeline), "ring");

	g_object_set(ring, "device", o->device, NULL);
	if (o->lossless)
		gst_util_set_object_arg(G_OBJECT(ring), "policy", "lossless");
	if (o->side == SIDE_RECEIVE)
		set_sink(pipeline, ring, o);
	gst_object_unref(ring);
	return o->transport->set(pipeline, o);
}

GstElement *graph_new(const struct options *options)
{
	char *text = text_of(options);
	GstElement *pipeline;
	GError *error = NULL;

	if (!text)
		return NULL;
	pipeline = gst_parse_launch_full(text, NULL,
					 GST_PARSE_FLAG_FATAL_ERRORS, &error);
	g_free(text);
	if (!pipeline) {
		said("%s; see docs/network.md for the packages",
		     error->message);
		g_error_free(error);
		return NULL;
	}
	if (set(pipeline, options)) {
		gst_object_unref(pipeline);
		return NULL;
	}
	return pipeline;
}
