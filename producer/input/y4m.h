/* SPDX-License-Identifier: MIT */
/* The header of a yuv4mpeg stream. */
#ifndef PRODUCE_Y4M_H
#define PRODUCE_Y4M_H

#include <libframering.h>
#include <stdint.h>

#define Y4M_MAGIC	"YUV4MPEG2 "
/* The longest header line, and the longest line before a frame. */
#define Y4M_LINE	1024

/**
 * struct y4m - what a header says
 * @fourcc: DRM_FORMAT_ code
 * @width: in pixels
 * @height: in pixels
 * @rate_num: frames in @rate_den seconds; 0 if the header does not know
 * @rate_den: see there
 * @picture: what it tells of the pixels, its rate included
 */
struct y4m {
	uint32_t fourcc;
	uint32_t width;
	uint32_t height;
	uint32_t rate_num;
	uint32_t rate_den;
	struct framering_picture picture;
};

/*
 * Read @line, a header without the line's end; it is changed thereby.
 *
 * Return: NULL, or what is wrong and what to do about it.
 */
const char *y4m_parse(struct y4m *y4m, char *line);

#endif /* PRODUCE_Y4M_H */
