/* SPDX-License-Identifier: MIT */
/* frameringsrc's way to the ring: open, attach, wait, acquire. */
#ifndef GST_FRAMERING_SRC_RING_H
#define GST_FRAMERING_SRC_RING_H

#include "src.h"

/* Open the ring; what fails is said as the element's error. */
gboolean src_ring_open(GstFrameringSrc *src);
void src_ring_close(GstFrameringSrc *src);

/* Give the reader up; frames that are out keep it. */
void src_ring_detach(GstFrameringSrc *src);

/**
 * src_ring_attach - have a reader
 * @src: the element
 * @is_new: whether this call attached it
 *
 * Sleeps until the ring is configured.
 *
 * Return: GST_FLOW_OK, GST_FLOW_FLUSHING, or GST_FLOW_ERROR, which was said.
 */
GstFlowReturn src_ring_attach(GstFrameringSrc *src, gboolean *is_new);

/**
 * src_ring_acquire - sleep until there is a frame
 * @src: attached
 * @frame: gets it, reader_release() it
 * @end: when to give up, monotonic microseconds
 *
 * Return: GST_FLOW_OK; GST_FLOW_CUSTOM_SUCCESS: the time is over, or this
 * reader is of no more use and was detached; GST_FLOW_EOS, _FLUSHING, _ERROR.
 */
GstFlowReturn src_ring_acquire(GstFrameringSrc *src,
			       struct framering_frame *frame, gint64 end);

#endif /* GST_FRAMERING_SRC_RING_H */
