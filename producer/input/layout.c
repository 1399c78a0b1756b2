// SPDX-License-Identifier: MIT
/* Where the bytes of a frame go; lines may be padded in the slot and before. */
#include <errno.h>
#include <stdlib.h>

#include "layout.h"

/* Lines that one system call reads. */
#define BATCH	64
/* Bytes that one system call skips. */
#define SKIP	LAYOUT_MAX_PADDING

static void add(struct layout *layout, size_t offset, size_t bytes,
		size_t padding)
{
	struct span *next = &layout->span[layout->spans];

	layout->bytes += bytes + padding;
	if (layout->spans && !next[-1].padding &&
	    next[-1].offset + next[-1].bytes == offset) {
		next[-1].bytes += bytes;
		next[-1].padding = padding;
		return;
	}
	next->offset = offset;
	next->bytes = bytes;
	next->padding = padding;
	layout->spans++;
}

int layout_init(struct layout *layout,
		const struct framering_geometry *geometry,
		const uint32_t *stride)
{
	const struct framering_format *format =
		framering_format_find(geometry->fourcc);
	size_t lines = 0;
	uint32_t i, row;

	for (i = 0; i < geometry->planes; i++)
		lines += framering_rows(format, i, geometry->height);
	layout->spans = 0;
	layout->bytes = 0;
	layout->span = calloc(lines, sizeof(*layout->span));
	if (!layout->span)
		return -ENOMEM;
	for (i = 0; i < geometry->planes; i++) {
		uint32_t rows = framering_rows(format, i, geometry->height);
		uint32_t bytes = framering_row_bytes(format, i,
						     geometry->width);

		for (row = 0; row < rows; row++)
			add(layout, geometry->offset[i] +
			    (size_t)row * geometry->stride[i], bytes,
			    stride && stride[i] ? stride[i] - bytes : 0);
	}
	return 0;
}

void layout_finish(struct layout *layout)
{
	free(layout->span);
}

/* What is read and not wanted; it is never looked at. */
static char unused[SKIP];

/* A span and the padding behind it, as much as fits; the number of entries. */
static int put_span(struct iovec *iov, const struct span *span, uint8_t *data)
{
	iov[0].iov_base = data + span->offset;
	iov[0].iov_len = span->bytes;
	if (!span->padding)
		return 1;
	iov[1].iov_base = unused;
	iov[1].iov_len = span->padding;
	return 2;
}

static enum outcome read_spans(const struct layout *layout,
			       struct source *source, uint8_t *data,
			       size_t *got)
{
	size_t at, i, bytes, wanted;

	for (at = 0; at < layout->spans; at += BATCH) {
		struct iovec iov[2 * BATCH];
		enum outcome outcome;
		int count = 0;

		for (i = at, wanted = 0; i < at + BATCH; i++) {
			if (i == layout->spans)
				break;
			count += put_span(iov + count, &layout->span[i], data);
			wanted += layout->span[i].bytes +
				  layout->span[i].padding;
		}
		outcome = source_read(source, iov, count, &bytes);
		*got += bytes;
		if (outcome || bytes < wanted)
			return outcome;
	}
	return OUTCOME_OK;
}

static enum outcome skip(const struct layout *layout, struct source *source,
			 size_t *got)
{
	while (*got < layout->bytes) {
		size_t left = layout->bytes - *got, bytes;
		struct iovec iov = { unused, left < SKIP ? left : SKIP };
		enum outcome outcome = source_read(source, &iov, 1, &bytes);

		*got += bytes;
		if (outcome || !bytes)
			return outcome;
	}
	return OUTCOME_OK;
}

static enum outcome read_some(const struct layout *layout,
			      struct source *source, uint8_t *data, size_t *got)
{
	*got = 0;
	if (data)
		return read_spans(layout, source, data, got);
	return skip(layout, source, got);
}

static enum outcome truncated(const struct layout *layout,
			      const struct source *source, size_t got)
{
	return fail(OUTCOME_INPUT, "%s: truncated last frame: %zu of %zu bytes",
		    source->name, got, layout->bytes);
}

enum outcome layout_read(const struct layout *layout, struct source *source,
			 uint8_t *data)
{
	size_t got;
	enum outcome outcome = read_some(layout, source, data, &got);

	if (outcome || got == layout->bytes)
		return outcome;
	return got ? truncated(layout, source, got) : OUTCOME_END;
}

enum outcome layout_read_rest(const struct layout *layout,
			      struct source *source, uint8_t *data)
{
	size_t got;
	enum outcome outcome = read_some(layout, source, data, &got);

	if (outcome || got == layout->bytes)
		return outcome;
	return truncated(layout, source, got);
}
