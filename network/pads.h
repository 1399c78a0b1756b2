/* SPDX-License-Identifier: MIT */
/* Pads of a pipeline's elements, by name, and what the probes on them do. */
#ifndef NETWORK_PADS_H
#define NETWORK_PADS_H

#include "carry.h"

/**
 * pads_watch - have a function see what passes
 * @pipeline: has an element of that name
 * @element: its name
 * @pad: the pad's name
 * @mask: what it shall see
 * @probe: the function
 * @carry: its data
 */
void pads_watch(GstElement *pipeline, const char *element, const char *pad,
		GstPadProbeType mask, GstPadProbeCallback probe,
		struct carry *carry);

/**
 * pads_time - give a buffer its time of capture
 * @pad: that it passes
 * @buffer: it
 * @moment: when it was captured; 0: that is not known
 * @arrival: when it arrived here: see moment_set()
 * @carry: tells what is wanted, and counts
 */
void pads_time(GstPad *pad, GstBuffer *buffer, guint64 moment,
	       GstClockTime arrival, struct carry *carry);

#endif /* NETWORK_PADS_H */
