/* SPDX-License-Identifier: MIT */
/* From a frame of the ring to a buffer of frameringsrc's. */
#ifndef GST_FRAMERING_SRC_FRAME_H
#define GST_FRAMERING_SRC_FRAME_H

#include "src.h"

/**
 * src_frame_buffer - make a buffer of a frame, or of a copy of it
 * @src: the element
 * @frame: acquired; the buffer, or this function, releases it
 * @buffer: gets it
 *
 * Return: GST_FLOW_OK; GST_FLOW_CUSTOM_SUCCESS: it was overwritten before it
 * was copied, take another; GST_FLOW_ERROR.
 */
GstFlowReturn src_frame_buffer(GstFrameringSrc *src,
			       const struct framering_frame *frame,
			       GstBuffer **buffer);

/* Forget what copies were made in. */
void src_frame_drop_pool(GstFrameringSrc *src);

#endif /* GST_FRAMERING_SRC_FRAME_H */
