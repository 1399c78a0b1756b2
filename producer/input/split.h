/* SPDX-License-Identifier: MIT */
/* Where one compressed frame ends and the next begins, in a stream of bytes. */
#ifndef PRODUCE_SPLIT_H
#define PRODUCE_SPLIT_H

#include <stddef.h>
#include <stdint.h>

struct split_ops;

/**
 * struct split - what is known of the frame at the front of the bytes
 * @ops: its format
 * @at: bytes that have been looked at
 * @picture: a part of the picture itself was among them
 * @key: the frame can be decoded without others
 */
struct split {
	const struct split_ops *ops;
	size_t at;
	int picture;
	int key;
};

/**
 * struct split_ops - a compressed format
 * @fourcc: its code
 * @start: a frame begins so, for messages
 * @find: look for the end of the frame that begins at @data; a later call has
 *	more of the same bytes. Returns 0, and @length gets its bytes; -EAGAIN:
 *	the end is not there yet; -EILSEQ: no frame begins so
 * @open_end: a frame ends where the next one begins: the last one does at the
 *	end of the stream
 */
struct split_ops {
	uint32_t fourcc;
	const char *start;
	int (*find)(struct split *split, const uint8_t *data, size_t bytes,
		    size_t *length);
	int open_end;
};

/* Begin with a frame of the format @fourcc. Return: 0 or -EINVAL. */
int split_init(struct split *split, uint32_t fourcc);

/* The frame was taken off the front: begin with the next one. */
void split_next(struct split *split);

extern const struct split_ops split_h264;
extern const struct split_ops split_hevc;
extern const struct split_ops split_jpeg;

#endif /* PRODUCE_SPLIT_H */
