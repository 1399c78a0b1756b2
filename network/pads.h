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

/* Give @buffer the time of capture @moment; 0: that is not known. */
void pads_time(GstPad *pad, GstBuffer *buffer, guint64 moment,
	       struct carry *carry);

#endif /* NETWORK_PADS_H */
