/* SPDX-License-Identifier: MIT */
/* Compressed frames, one after the other, out of a stream of bytes. */
#ifndef PRODUCE_PACKETS_H
#define PRODUCE_PACKETS_H

#include "source.h"
#include "split.h"

/**
 * struct packets - what was read and not yet taken
 * @split: finds where the first frame of it ends
 * @data: the bytes
 * @bytes: how many
 * @size: room for so many
 * @most: bytes that a frame may have
 * @ended: there are no more in the stream
 */
struct packets {
	struct split split;
	uint8_t *data;
	size_t bytes;
	size_t size;
	size_t most;
	int ended;
};

/* Frames of @fourcc, of at most @most bytes. Return: 0, -EINVAL or -ENOMEM. */
int packets_init(struct packets *packets, uint32_t fourcc, size_t most);
void packets_finish(struct packets *packets);

/*
 * Read until there is a whole frame: @length bytes at packets->data, which
 * packets_take() takes away. OUTCOME_END: there are no more.
 */
enum outcome packets_read(struct packets *packets, struct source *source,
			  size_t *length);
void packets_take(struct packets *packets, size_t length);

#endif /* PRODUCE_PACKETS_H */
