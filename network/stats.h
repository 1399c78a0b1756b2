/* SPDX-License-Identifier: MIT */
/* What elements count. */
#ifndef NETWORK_STATS_H
#define NETWORK_STATS_H

#include <gst/gst.h>

/**
 * stats_count - a number that an element counts
 * @pipeline: has the element, perhaps
 * @element: its name; it has the property "stats"
 * @field: of that
 *
 * Return: the number; 0 if there is none, or it is negative.
 */
guint64 stats_count(GstElement *pipeline, const char *element,
		    const char *field);

#endif /* NETWORK_STATS_H */
