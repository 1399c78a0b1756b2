/* SPDX-License-Identifier: MIT */
/* Times of frames: by the ring's clocks, and by the pipeline's. */
#ifndef GST_FRAMERING_TIMES_H
#define GST_FRAMERING_TIMES_H

#include <gst/gst.h>
#include <libframering.h>

/**
 * times_running - when a frame was captured, as the pipeline's running time
 * @element: in the pipeline
 * @frame: the frame
 *
 * A frame from before the pipeline's start has running time 0.
 *
 * Return: GST_CLOCK_TIME_NONE while the pipeline has no clock.
 */
GstClockTime times_running(GstElement *element,
			   const struct framering_frame *frame);

/**
 * times_capture - the reverse: CLOCK_MONOTONIC of a running time
 * @element: in the pipeline
 * @running: the running time
 *
 * Return: nanoseconds, now at the latest; 0 while the pipeline has no clock.
 */
uint64_t times_capture(GstElement *element, GstClockTime running);

#endif /* GST_FRAMERING_TIMES_H */
