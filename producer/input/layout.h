/* SPDX-License-Identifier: MIT */
/* Where the bytes of a frame go; lines may be padded in the slot and before. */
#ifndef PRODUCE_LAYOUT_H
#define PRODUCE_LAYOUT_H

#include <libframering.h>

#include "source.h"

/**
 * struct span - bytes that are together in the stream and in the slot
 * @offset: from the slot's start
 * @bytes: how many
 * @padding: bytes behind these that only the stream has
 */
struct span {
	size_t offset;
	size_t bytes;
	size_t padding;
};

/**
 * struct layout - a frame's spans, in the order of the stream
 * @span: one for each line, or one in all if nothing is padded
 * @spans: how many
 * @bytes: of a frame in the stream
 */
struct layout {
	struct span *span;
	size_t spans;
	size_t bytes;
};

/* No line has more padding in a stream, in bytes. */
#define LAYOUT_MAX_PADDING	65536U

/*
 * @stride: bytes from line to line in the stream, by plane, which hold a line;
 *	0, or NULL for all: no padding
 *
 * Return: 0 or -ENOMEM; layout_finish() it.
 */
int layout_init(struct layout *layout,
		const struct framering_geometry *geometry,
		const uint32_t *stride);
void layout_finish(struct layout *layout);

/*
 * Read a frame straight into the slot at @data; skip it if @data is NULL.
 *
 * Return: OUTCOME_OK if it is whole, OUTCOME_END if there was none; a part of
 * one is a failure.
 */
enum outcome layout_read(const struct layout *layout, struct source *source,
			 uint8_t *data);

/* The same after a frame's header: the end of the input is a failure, too. */
enum outcome layout_read_rest(const struct layout *layout,
			      struct source *source, uint8_t *data);

#endif /* PRODUCE_LAYOUT_H */
