/* SPDX-License-Identifier: MIT */
/* From a buffer to a frame of the ring. */
#ifndef GST_FRAMERING_SINK_FRAME_H
#define GST_FRAMERING_SINK_FRAME_H

#include "sink.h"

/**
 * sink_frame_put - submit a buffer, or a copy of it
 * @sink: configured
 * @buffer: the frame
 *
 * Return: 0, -EAGAIN (no slot is free), -EPROTO (the buffer is too small), or
 * an error of the library's.
 */
int sink_frame_put(GstFrameringSink *sink, GstBuffer *buffer);

#endif /* GST_FRAMERING_SINK_FRAME_H */
