// SPDX-License-Identifier: MIT
/* Where the bytes of a packed frame go in a slot whose lines are padded. */
#include <errno.h>
#include <stdlib.h>

#include "layout.h"

/* Lines that one system call reads. */
#define BATCH	64
/* Bytes that one system call skips. */
#define SKIP	65536

static void add(struct layout *layout, size_t offset, size_t bytes)
{
	struct span *next = &layout->span[layout->spans];

	layout->bytes += bytes;
	if (layout->spans && next[-1].offset + next[-1].bytes == offset) {
		next[-1].bytes += bytes;
		return;
	}
	next->offset = offset;
	next->bytes = bytes;
	layout->spans++;
}

int layout_init(struct layout *layout,
		const struct framering_geometry *geometry)
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

		for (row = 0; row < rows; row++)
			add(layout, geometry->offset[i] +
			    (size_t)row * geometry->stride[i],
			    framering_row_bytes(format, i, geometry->width));
	}
	return 0;
}

void layout_finish(struct layout *layout)
{
	free(layout->span);
}

static enum outcome read_spans(const struct layout *layout,
			       struct source *source, uint8_t *data,
			       size_t *got)
{
	size_t at, i, bytes, wanted;

	for (at = 0; at < layout->spans; at += BATCH) {
		struct iovec iov[BATCH];
		enum outcome outcome;

		for (i = 0, wanted = 0; i < BATCH; i++) {
			const struct span *span = &layout->span[at + i];

			if (at + i == layout->spans)
				break;
			iov[i].iov_base = data + span->offset;
			iov[i].iov_len = span->bytes;
			wanted += span->bytes;
		}
		outcome = source_read(source, iov, (int)i, &bytes);
		*got += bytes;
		if (outcome || bytes < wanted)
			return outcome;
	}
	return OUTCOME_OK;
}

static enum outcome skip(const struct layout *layout, struct source *source,
			 size_t *got)
{
	static char unused[SKIP];

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
