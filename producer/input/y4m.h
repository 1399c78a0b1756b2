/* SPDX-License-Identifier: MIT */
/* The header of a yuv4mpeg stream. */
#ifndef PRODUCE_Y4M_H
#define PRODUCE_Y4M_H

#include <libframering.h>
#include <stdint.h>

#define Y4M_MAGIC	"YUV4MPEG2"
/* Between fields; the carriage return is of files that were on Windows. */
#define Y4M_BLANKS	" \t\r"
/* The longest header line, and the longest line before a frame. */
#define Y4M_LINE	1024

/**
 * struct y4m - what a header says
 * @fourcc: of the format
 * @width: in pixels
 * @height: in pixels
 * @picture: what it tells of the pixels, and of their rate
 * @coloured: it has a C tag, which goes before the extension of that meaning
 */
struct y4m {
	uint32_t fourcc;
	uint32_t width;
	uint32_t height;
	struct framering_picture picture;
	int coloured;
};

/* Not zero: @line, of ten bytes or more, begins a header. */
int y4m_begins(const char *line);

/*
 * Read @line, a header without the line's end; it is changed thereby.
 *
 * Return: NULL, or what is wrong and what to do about it.
 */
const char *y4m_parse(struct y4m *y4m, char *line);

#endif /* PRODUCE_Y4M_H */
