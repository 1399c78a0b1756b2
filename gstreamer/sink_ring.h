/* SPDX-License-Identifier: MIT */
/* frameringsink's way to the ring: open, configure, attach, wait, submit. */
#ifndef GST_FRAMERING_SINK_RING_H
#define GST_FRAMERING_SINK_RING_H

#include "sink.h"

/* What fails is said as the element's error, here and below. */
gboolean sink_ring_open(GstFrameringSink *sink);

/* End the stream, and the role with the last slot that is out. */
void sink_ring_close(GstFrameringSink *sink);

/* Make the ring one for such frames, and become its producer. */
gboolean sink_ring_configure(GstFrameringSink *sink, const GstVideoInfo *info);

void sink_ring_end(GstFrameringSink *sink);

/**
 * sink_ring_demand - look whether anybody is attached
 * @sink: configured
 *
 * Return: GST_FLOW_OK; GST_FLOW_CUSTOM_SUCCESS: drop the frame;
 * GST_FLOW_FLUSHING; GST_FLOW_ERROR.
 */
GstFlowReturn sink_ring_demand(GstFrameringSink *sink);

/**
 * sink_ring_put - show a frame
 * @sink: configured
 * @buffer: the frame: a slot of this ring's, or anything else
 *
 * Sleeps until there is a slot for it.
 *
 * Return: GST_FLOW_OK, GST_FLOW_FLUSHING, GST_FLOW_ERROR.
 */
GstFlowReturn sink_ring_put(GstFrameringSink *sink, GstBuffer *buffer);

#endif /* GST_FRAMERING_SINK_RING_H */
