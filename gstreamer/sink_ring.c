// SPDX-License-Identifier: MIT
/* frameringsink's way to the ring: open, configure, attach, wait. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "description.h"
#include "formats.h"
#include "sink_frame.h"
#include "sink_ring.h"
#include "debug.h"

/* GStreamer's own strides, but for the height of some planes. */
#define STRIDE_ALIGN	4U
/* Nothing tells when upstream gives a slot back. */
#define BUSY_MS		10

static GstFlowReturn say(GstFrameringSink *sink, int error)
{
	GST_ELEMENT_ERROR(sink, RESOURCE, WRITE, ("%s: %s", sink->device,
			  framering_error_text(error)), (NULL));
	return GST_FLOW_ERROR;
}

gboolean sink_ring_open(GstFrameringSink *sink)
{
	int ret = framering_open(&sink->ring, sink->device, O_RDWR);

	if (!ret)
		return TRUE;
	GST_ELEMENT_ERROR(sink, RESOURCE, OPEN_WRITE, ("%s: %s", sink->device,
			  framering_error_text(ret)), (NULL));
	return FALSE;
}

void sink_ring_end(GstFrameringSink *sink)
{
	if (sink->writer && sink->open)
		writer_end(sink->writer);
	sink->open = FALSE;
}

static void drop_writer(GstFrameringSink *sink)
{
	if (sink->writer)
		writer_close(sink->writer);
	writer_unref(sink->writer);
	sink->writer = NULL;
}

void sink_ring_close(GstFrameringSink *sink)
{
	sink_ring_end(sink);
	drop_writer(sink);
	framering_close(sink->ring);
	sink->ring = NULL;
}

static gboolean same(guint32 wanted, guint32 present)
{
	return !wanted || wanted == present;
}

/* Whether frames are what @config says, so that consumers can stay. */
static gboolean fits(const struct framering_query *query,
		     const struct framering_config *config)
{
	struct framering_geometry g = {
		.fourcc = config->fourcc,
		.width = config->width,
		.height = config->height,
	};
	struct framering_picture picture = config->picture;

	if (!query->generation ||
	    framering_geometry_fill(&g, config->stride_align,
				    (guint32)sysconf(_SC_PAGESIZE)))
		return FALSE;
	/* The driver tells what no rectangle stands for. */
	picture.visible = query->picture.visible;
	return !memcmp(&g, &query->geometry, sizeof(g)) &&
	       !memcmp(&picture, &query->picture, sizeof(picture)) &&
	       same(config->slots, query->slots) &&
	       same(config->memory, query->memory) &&
	       same(config->cache, query->cache_asked) &&
	       config->flags == query->config_flags;
}

static gboolean prepare(GstFrameringSink *sink,
			const struct framering_config *config)
{
	struct framering_config wanted = *config;
	struct framering_query query;
	int ret = framering_query(sink->ring, &query);

	if (ret) {
		say(sink, ret);
		return FALSE;
	}
	if (fits(&query, config))
		return TRUE;
	ret = framering_configure(sink->ring, &wanted);
	if (!ret)
		return TRUE;
	GST_ELEMENT_ERROR(sink, RESOURCE, SETTINGS, ("%s: %s", sink->device,
			  framering_config_error_text(sink->ring, &wanted,
						      ret)), (NULL));
	return FALSE;
}

/* The writer before stays until the new one is there: it owns the ring. */
static gboolean attach(GstFrameringSink *sink)
{
	struct writer *writer;
	int ret;

	if (sink->writer) {
		struct framering_query query;

		ret = framering_query(sink->ring, &query);
		if (!ret && query.generation == sink->writer->status.generation)
			return TRUE;
	}
	ret = writer_new(&writer, sink->ring);
	if (ret) {
		say(sink, ret);
		return FALSE;
	}
	GST_INFO_OBJECT(sink, "attached to generation %" G_GUINT64_FORMAT,
			(guint64)writer->status.generation);
	drop_writer(sink);
	sink->writer = writer;
	sink->open = FALSE;
	return TRUE;
}

gboolean sink_ring_configure(GstFrameringSink *sink, const GstVideoInfo *info)
{
	struct framering_config config = {
		.fourcc = fourcc_of_format(GST_VIDEO_INFO_FORMAT(info)),
		.width = (guint32)info->width,
		.height = (guint32)info->height,
		.slots = sink->slots,
		.memory = sink->memory,
		.cache = sink->cache,
		.stride_align = STRIDE_ALIGN,
	};

	description_picture(&config.picture, info);
	if (!prepare(sink, &config) || !attach(sink))
		return FALSE;
	sink->plain = *info;
	sink->info = *info;
	description_layout(&sink->info, &sink->writer->status.geometry);
	return TRUE;
}

/* Sleep until something changes for the consumers, unless there are some. */
static GstFlowReturn wait_demand(GstFrameringSink *sink)
{
	struct framering_demand demand = { .serial = 0 };
	int ret = framering_demand(sink->ring, &demand, 0);

	if (ret)
		return say(sink, ret);
	if (demand.consumers)
		return GST_FLOW_OK;
	ret = wake_poll(&sink->wake, framering_fd(sink->ring), POLLPRI, -1);
	if (ret == -ECANCELED)
		return GST_FLOW_FLUSHING;
	return ret < 0 || ret & POLLHUP ? say(sink, ret < 0 ? ret : -ENODEV) :
					  GST_FLOW_OK;
}

static gboolean is_watched(const GstFrameringSink *sink)
{
	const struct framering_status *status =
		framering_producer_status(sink->writer->producer);

	return __atomic_load_n(&status->consumers, __ATOMIC_RELAXED) != 0;
}

GstFlowReturn sink_ring_demand(GstFrameringSink *sink)
{
	GstFlowReturn flow = GST_FLOW_OK;

	while (sink->demand != SINK_DEMAND_OFF && !is_watched(sink)) {
		if (sink->demand == SINK_DEMAND_DROP)
			return GST_FLOW_CUSTOM_SUCCESS;
		flow = wait_demand(sink);
		if (flow != GST_FLOW_OK)
			break;
	}
	return flow;
}

/* An administrator configured the ring: make it again what the caps say. */
static GstFlowReturn take_back(GstFrameringSink *sink)
{
	GstVideoInfo info = sink->plain;

	return sink_ring_configure(sink, &info) ? GST_FLOW_OK : GST_FLOW_ERROR;
}

static GstFlowReturn wait_slot(GstFrameringSink *sink)
{
	gboolean busy = writer_cancel(sink->writer);
	int fd = framering_producer_fd(sink->writer->producer), ret;

	/* A slot that upstream uses is free for the ring. */
	if (busy)
		ret = wake_poll(&sink->wake, -1, 0, BUSY_MS);
	else
		ret = wake_poll(&sink->wake, fd, POLLOUT | POLLPRI, -1);
	if (ret == -ECANCELED)
		return GST_FLOW_FLUSHING;
	if (ret < 0)
		return say(sink, ret);
	if (ret & POLLPRI && !(ret & POLLOUT))
		return take_back(sink);
	return ret & POLLHUP ? say(sink, -ENODEV) : GST_FLOW_OK;
}

GstFlowReturn sink_ring_put(GstFrameringSink *sink, GstBuffer *buffer)
{
	GstFlowReturn flow = GST_FLOW_OK;
	int ret;

	while (flow == GST_FLOW_OK) {
		ret = sink_frame_put(sink, buffer);
		if (!ret) {
			sink->open = TRUE;
			break;
		}
		if (ret == -EAGAIN)
			flow = wait_slot(sink);
		else if (ret == -ESTALE)
			flow = take_back(sink);
		else
			flow = say(sink, ret);
	}
	return flow;
}
