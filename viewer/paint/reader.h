/* SPDX-License-Identifier: MIT */
/* Reads a frame line by line, once, into planes of samples. */
#ifndef VIEW_READER_H
#define VIEW_READER_H

#include <stdbool.h>

#include <zimg.h>

#include <libframering.h>

#include "samples.h"

/* Behind a line of samples: room for whole units of pixels. */
#define READER_SPARE	256U

/* Lines of a colour filter: three at a time, a power of 2. */
#define READER_MOSAIC	4U

/**
 * struct reader - what is needed to read frames
 * @geometry: of the frames
 * @format: of the frames
 * @frame: that is read
 * @cache: of the memory where it lies
 * @samples: what is read, one for each plane that is written
 * @planes: how many are written
 * @chroma: pixels and lines that one sample of chroma covers
 * @line: a line of the frame, out of memory that is not cached
 * @demosaic: what a colour filter leaves out is interpolated: three planes
 * @mosaic: lines of a colour filter
 * @mosaic_y: their numbers; -1: none yet
 * @bytes: a line of them before it is widened to words
 */
struct reader {
	struct framering_geometry geometry;
	const struct framering_format *format;
	const struct framering_frame *frame;
	uint32_t cache;
	struct samples samples[3];
	uint32_t planes;
	uint32_t chroma[2];
	uint8_t *line;
	bool demosaic;
	uint16_t *mosaic[READER_MOSAIC];
	int64_t mosaic_y[READER_MOSAIC];
	uint8_t *bytes;
};

/**
 * reader_init - prepare for frames like these
 * @reader: all zero
 * @geometry: of the frames, whose format has a table
 * @cache: of the memory where they lie
 * @demosaic: interpolate what a colour filter leaves out
 *
 * Return: 0 or -ENOMEM; reader_finish() in either case.
 */
int reader_init(struct reader *reader,
		const struct framering_geometry *geometry, uint32_t cache,
		bool demosaic);
void reader_finish(struct reader *reader);

/* From here on, read @frame. */
void reader_begin(struct reader *reader, const struct framering_frame *frame);

/* Line @y of plane @i as it lies in the frame, or a copy in cached memory. */
const uint8_t *reader_raw(struct reader *reader, uint32_t i, uint32_t y,
			  bool copy);

/* Where line @y of plane @i is, of a buffer of zimg's. */
uint8_t *reader_line_of(const zimg_image_buffer *buffer, uint32_t i,
			uint32_t y);

/*
 * Read line @y, and as many as a sample of chroma covers, into planes: words
 * where samples have more than 8 bits or are interpolated, else bytes. Right of
 * the last pixel and below the last line, up to whole samples of chroma, is the
 * same again.
 */
void reader_read(struct reader *reader, uint32_t y,
		 const zimg_image_buffer *planes);

#endif /* VIEW_READER_H */
