/* SPDX-License-Identifier: MIT */
/* The pipeline of a program, by its options. */
#ifndef NETWORK_GRAPH_H
#define NETWORK_GRAPH_H

#include <gst/gst.h>

#include "options.h"

/**
 * graph_new - make it
 * @options: what is wanted
 *
 * Return: a pipeline with an element "ring", that is the caller's; NULL after a
 * line.
 */
GstElement *graph_new(const struct options *options);

#endif /* NETWORK_GRAPH_H */
