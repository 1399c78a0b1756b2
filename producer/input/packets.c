// SPDX-License-Identifier: MIT
/* Compressed frames, one after the other, out of a stream of bytes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "packets.h"

/* Bytes that are read beyond a frame's end, at most. */
#define AHEAD	65536U

int packets_init(struct packets *packets, uint32_t fourcc, size_t most)
{
	memset(packets, 0, sizeof(*packets));
	if (split_init(&packets->split, fourcc))
		return -EINVAL;
	packets->most = most;
	packets->size = most + AHEAD;
	packets->data = malloc(packets->size);
	return packets->data ? 0 : -ENOMEM;
}

void packets_finish(struct packets *packets)
{
	free(packets->data);
}

/* The stream has ended: what is left may be a frame. */
static enum outcome last(struct packets *p, const struct source *source,
			 size_t *length)
{
	if (!p->bytes) {
		/* --loop begins again. */
		p->ended = 0;
		return OUTCOME_END;
	}
	if (!p->split.ops->open_end || !p->split.picture)
		return fail(OUTCOME_INPUT, "%s: truncated last frame, of which "
			    "%zu bytes are there", source->name, p->bytes);
	*length = p->bytes;
	return OUTCOME_OK;
}

static enum outcome read_more(struct packets *p, struct source *source)
{
	size_t left = p->size - p->bytes, got = 0;
	enum outcome outcome;

	outcome = source_some(source, p->data + p->bytes,
			      left < AHEAD ? left : AHEAD, &got);
	p->bytes += got;
	p->ended = !outcome && !got;
	return outcome;
}

static enum outcome too_large(const struct packets *p,
			      const struct source *source)
{
	return fail(OUTCOME_INPUT, "%s: a frame of more than %zu bytes; "
		    "give --max-bytes more", source->name, p->most);
}

enum outcome packets_read(struct packets *packets, struct source *source,
			  size_t *length)
{
	struct packets *p = packets;
	enum outcome outcome = OUTCOME_OK;
	int ret;

	while (!outcome) {
		ret = p->split.ops->find(&p->split, p->data, p->bytes, length);
		if (ret == -EILSEQ)
			return fail(OUTCOME_INPUT, "%s: no frame here, which "
				    "would begin with %s", source->name,
				    p->split.ops->start);
		if (ret && p->bytes == p->size)
			return too_large(p, source);
		if (ret && p->ended)
			outcome = last(p, source, length);
		if (!outcome && (!ret || p->ended))
			return *length > p->most ? too_large(p, source) :
						   OUTCOME_OK;
		if (!outcome)
			outcome = read_more(p, source);
	}
	return outcome;
}

void packets_take(struct packets *packets, size_t length)
{
	packets->bytes -= length;
	memmove(packets->data, packets->data + length, packets->bytes);
	split_next(&packets->split);
}
