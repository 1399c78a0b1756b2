/* SPDX-License-Identifier: MIT */
/* What zimg is to do with the colours of a stream. */
#ifndef VIEW_GRAPH_H
#define VIEW_GRAPH_H

#include <stdbool.h>

#include <zimg.h>

#include <libframering.h>

#include "reader.h"

/* Nits of a white page on a screen, as BT.2408 has it for HDR. */
#define GRAPH_WHITE_NITS	203

/**
 * graph_build - a graph from lines of samples to red, green and blue
 * @reader: reads the lines
 * @width: in pixels, whole samples of chroma
 * @height: the same
 * @picture: what is told of the frames
 *
 * What comes in is told with reader_read(). Out come red, green and blue in
 * planes of bytes, or a plane of grey, if one that is no colour filter's to be
 * interpolated comes in.
 *
 * Return: the graph, or NULL: zimg_get_last_error() tells why.
 */
zimg_filter_graph *graph_build(const struct reader *reader, uint32_t width,
			       uint32_t height,
			       const struct framering_picture *picture);

/* The stream is HDR, which is mapped to what a screen has. */
bool graph_maps_hdr(const struct framering_picture *picture);

#endif /* VIEW_GRAPH_H */
