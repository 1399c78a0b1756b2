/* SPDX-License-Identifier: MIT */
/* Times of capture travel with the frames, and damaged frames do not. */
#ifndef NETWORK_CARRY_H
#define NETWORK_CARRY_H

#include <gst/gst.h>

#include "flow.h"
#include "options.h"
#include "whole.h"

/**
 * struct carry - what the probes in one pipeline know
 * @options: what is wanted
 * @flow: gets the numbers
 * @whole: which frames came whole, where they are plain RTP
 * @arrival: when the kernel got the last packet of RTP, as running time
 * @timed: the last frame's time of capture is known
 * @next: the number of the next frame of a sender's ring; 0 is no number yet
 * @warned: it was said that the machines' clocks do not agree
 */
struct carry {
	const struct options *options;
	struct flow *flow;
	struct whole whole;
	GstClockTime arrival;
	gint timed;
	guint64 next;
	gint warned;
};

/**
 * carry_begin - put the probes into a pipeline
 * @carry: has to last as long as it; is begun anew but for its first members
 * @pipeline: by the transport's text, not yet started
 *
 * Return: 0; -EINVAL after a line: GStreamer lacks something.
 */
int carry_begin(struct carry *carry, GstElement *pipeline);

#endif /* NETWORK_CARRY_H */
