// SPDX-License-Identifier: MIT
/* frameringsrc's way to the ring: open, attach, wait, acquire. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "src_ring.h"
#include "debug.h"

static const uint32_t flags_of[] = {
	[SRC_LIVE] = 0,
	[SRC_LATEST] = FRAMERING_CONSUMER_LATEST,
	[SRC_LOSSLESS] = FRAMERING_CONSUMER_LOSSLESS,
};

static GstFlowReturn say(GstFrameringSrc *src, int error)
{
	if (error == -ENODEV)
		GST_ELEMENT_ERROR(src, RESOURCE, NOT_FOUND, ("%s: %s",
				  src->device, framering_error_text(error)),
				  (NULL));
	else
		GST_ELEMENT_ERROR(src, RESOURCE, READ, ("%s: %s", src->device,
				  framering_error_text(error)), (NULL));
	return GST_FLOW_ERROR;
}

gboolean src_ring_open(GstFrameringSrc *src)
{
	/*
	 * A lossless consumer needs O_RDWR. Others hold frames as long as
	 * downstream likes, and consumers through files that may not write
	 * share what is protected with all others of their user.
	 */
	int ret = framering_open(&src->ring, src->device, O_RDWR);

	if (ret == -EACCES)
		ret = framering_open(&src->ring, src->device, O_RDONLY);
	if (!ret)
		return TRUE;
	GST_ELEMENT_ERROR(src, RESOURCE, OPEN_READ, ("%s: %s", src->device,
			  framering_error_text(ret)), (NULL));
	return FALSE;
}

void src_ring_detach(GstFrameringSrc *src)
{
	reader_unref(src->reader);
	src->reader = NULL;
	description_clear(&src->description);
	src->counting = FALSE;
}

void src_ring_close(GstFrameringSrc *src)
{
	src_ring_detach(src);
	framering_close(src->ring);
	src->ring = NULL;
	src->evicted = FALSE;
}

/* Sleep until something of the ring changes, unless it is configured. */
static GstFlowReturn wait_configured(GstFrameringSrc *src)
{
	struct framering_demand demand = { .serial = 0 };
	int ret;

	/* From here on poll(2) reports changes. */
	ret = framering_demand(src->ring, &demand, 0);
	if (ret)
		return say(src, ret);
	if (demand.generation)
		return GST_FLOW_OK;
	ret = wake_poll(&src->wake, framering_fd(src->ring), POLLPRI, -1);
	if (ret == -ECANCELED)
		return GST_FLOW_FLUSHING;
	return ret < 0 || ret & POLLHUP ? say(src, ret < 0 ? ret : -ENODEV) :
					  GST_FLOW_OK;
}

static uint32_t attach_flags(const GstFrameringSrc *src)
{
	uint32_t flags = flags_of[src->policy];

	/* One that was evicted has seen the newest frame already. */
	if (!src->evicted)
		flags |= FRAMERING_CONSUMER_NEWEST;
	/* A stream that has ended would never end again. */
	if (!src->evicted && src->eos_at_end)
		flags |= FRAMERING_CONSUMER_UNENDED;
	return flags;
}

GstFlowReturn src_ring_attach(GstFrameringSrc *src, gboolean *is_new)
{
	const struct framering_status *status;
	GstFlowReturn flow;
	int ret;

	*is_new = !src->reader;
	while (!src->reader) {
		flow = wait_configured(src);
		if (flow != GST_FLOW_OK)
			return flow;
		ret = reader_new(&src->reader, src->ring, attach_flags(src));
		if (ret && ret != -ENODATA)
			return say(src, ret);
	}
	status = &src->reader->status;
	if (*is_new)
		GST_INFO_OBJECT(src, "attached to generation %" G_GUINT64_FORMAT
				", may hold %d of %u slots",
				(guint64)status->generation,
				src->reader->limit, status->slots);
	src->evicted = FALSE;
	if (!*is_new || description_init(&src->description, &status->geometry,
					 &status->picture))
		return GST_FLOW_OK;
	GST_ELEMENT_ERROR(src, STREAM, FORMAT, ("%s: GStreamer has no format "
			  "for these frames (%.4s); let the producer convert "
			  "them", src->device,
			  (const char *)&status->geometry.fourcc), (NULL));
	src_ring_detach(src);
	return GST_FLOW_ERROR;
}

/* Only when copy is never: wait until downstream gives a frame back. */
static GstFlowReturn wait_freed(GstFrameringSrc *src)
{
	eventfd_t count;
	int ret;

	ret = wake_poll(&src->wake, src->reader->freed, POLLIN, -1);
	eventfd_read(src->reader->freed, &count);
	if (ret == -ECANCELED)
		return GST_FLOW_FLUSHING;
	return ret < 0 ? say(src, ret) : GST_FLOW_OK;
}

static GstFlowReturn ended(GstFrameringSrc *src)
{
	int cut = framering_consumer_cut(src->reader->consumer);

	GST_INFO_OBJECT(src, "the stream has ended%s", cut ? ": cut" : "");
	if (!src->eos_at_end)
		return GST_FLOW_OK;
	if (cut)
		GST_ELEMENT_WARNING(src, RESOURCE, READ, ("%s: the producer "
				    "went without ending its stream",
				    src->device), (NULL));
	return GST_FLOW_EOS;
}

/* After acquire failed: GST_FLOW_OK to try again. */
static GstFlowReturn handle(GstFrameringSrc *src, int error)
{
	switch (error) {
	case -EPIPE:
		return ended(src);
	case -ENOBUFS:
		return wait_freed(src);
	case -ESTALE:
		src->evicted = framering_consumer_evicted(
			src->reader->consumer);
		GST_INFO_OBJECT(src, "%s", src->evicted ? "evicted" :
				"the ring was configured anew");
		src_ring_detach(src);
		return GST_FLOW_CUSTOM_SUCCESS;
	default:
		return say(src, error);
	}
}

/* In milliseconds, as poll(2) wants it. */
static int time_left(gint64 end)
{
	gint64 left = end - g_get_monotonic_time();

	if (end == G_MAXINT64)
		return -1;
	return left > 0 ? (int)(left / 1000) + 1 : 0;
}

GstFlowReturn src_ring_acquire(GstFrameringSrc *src,
			       struct framering_frame *frame, gint64 end)
{
	GstFlowReturn flow = GST_FLOW_OK;

	while (flow == GST_FLOW_OK) {
		int fd = framering_consumer_fd(src->reader->consumer);
		int ret = reader_acquire(src->reader, frame);

		if (!ret)
			return GST_FLOW_OK;
		if (ret != -EAGAIN) {
			flow = handle(src, ret);
			continue;
		}
		if (!time_left(end))
			return GST_FLOW_CUSTOM_SUCCESS;
		ret = wake_poll(&src->wake, fd, POLLIN | POLLPRI,
				time_left(end));
		if (ret == -ECANCELED)
			flow = GST_FLOW_FLUSHING;
		else if (ret < 0)
			flow = say(src, ret);
	}
	return flow;
}
