// SPDX-License-Identifier: MIT
/*
 * Access units of H.264 and HEVC: NAL units behind start codes, as annex B of
 * both has them. One ends where a NAL unit begins that can only be the next
 * one's: ITU-T H.264, 7.4.1.2.3, and H.265, 7.4.2.4.4.
 */
#include <errno.h>
#include <string.h>

#include <libframering.h>

#include "split.h"

#define START_BYTES	3U

/**
 * enum kind - what a NAL unit tells of the access unit that it is in
 * @KIND_OTHER: nothing
 * @KIND_BEFORE: it stands before a picture
 * @KIND_SLICE: of the picture
 * @KIND_FIRST_SLICE: the picture's first
 */
enum kind {
	KIND_OTHER,
	KIND_BEFORE,
	KIND_SLICE,
	KIND_FIRST_SLICE,
};

/* The start code at or behind @at; @bytes: there is none. */
static size_t find_start(const uint8_t *data, size_t bytes, size_t at)
{
	for (; at + START_BYTES <= bytes; at++)
		if (!data[at] && !data[at + 1] && data[at + 2] == 1)
			return at;
	return bytes;
}

/* A start code of three or four bytes. */
static int begins(const uint8_t *data)
{
	return !data[0] && !data[1] && (data[2] == 1 ||
					(!data[2] && data[3] == 1));
}

/* @nal has a byte of its header, and the first of a slice's. */
static enum kind h264_kind(const uint8_t *nal, int *key)
{
	uint8_t type = nal[0] & 31;

	/* Supplements, parameter sets, delimiters, and what is reserved. */
	if ((type >= 6 && type <= 9) || (type >= 14 && type <= 18))
		return KIND_BEFORE;
	if (type != 1 && type != 2 && type != 5)
		return KIND_OTHER;
	*key |= type == 5;
	/* The number of its first macroblock is 0, which is one bit. */
	return nal[1] & 0x80 ? KIND_FIRST_SLICE : KIND_SLICE;
}

/* @nal has two bytes of its header, and the first of a slice's. */
static enum kind hevc_kind(const uint8_t *nal, int *key)
{
	uint8_t type = nal[0] >> 1 & 63;

	/* What stands after a picture, or ends it, does not begin one. */
	if ((type >= 32 && type <= 35) || type == 39 ||
	    (type >= 41 && type <= 44) || (type >= 48 && type <= 55))
		return KIND_BEFORE;
	if (type > 31)
		return KIND_OTHER;
	*key |= type >= 16 && type <= 21;
	return nal[2] & 0x80 ? KIND_FIRST_SLICE : KIND_SLICE;
}

static int find_end(struct split *split, const uint8_t *data, size_t bytes,
		    size_t *length, size_t header,
		    enum kind (*kind_of)(const uint8_t *nal, int *key))
{
	if (bytes <= START_BYTES)
		return -EAGAIN;
	if (!split->at && !begins(data))
		return -EILSEQ;
	for (;;) {
		size_t start = find_start(data, bytes, split->at), end;
		int key = 0;
		enum kind kind;

		/* Perhaps the last two bytes are a part of one. */
		if (start == bytes && bytes >= split->at + START_BYTES)
			split->at = bytes - START_BYTES + 1;
		if (start == bytes || bytes - start < START_BYTES + header)
			return -EAGAIN;
		kind = kind_of(data + start + START_BYTES, &key);
		if (split->picture &&
		    (kind == KIND_BEFORE || kind == KIND_FIRST_SLICE)) {
			/* A zero before a start code is the code's. */
			end = start && !data[start - 1] ? start - 1 : start;
			*length = end;
			return 0;
		}
		split->picture |= kind == KIND_SLICE ||
				  kind == KIND_FIRST_SLICE;
		split->key |= key;
		split->at = start + START_BYTES;
	}
}

static int h264_find(struct split *split, const uint8_t *data, size_t bytes,
		     size_t *length)
{
	return find_end(split, data, bytes, length, 2, h264_kind);
}

static int hevc_find(struct split *split, const uint8_t *data, size_t bytes,
		     size_t *length)
{
	return find_end(split, data, bytes, length, 3, hevc_kind);
}

const struct split_ops split_h264 = {
	.fourcc = FRAMERING_FORMAT_H264,
	.start = "a start code 000001",
	.find = h264_find,
	.open_end = 1,
};

const struct split_ops split_hevc = {
	.fourcc = FRAMERING_FORMAT_HEVC,
	.start = "a start code 000001",
	.find = hevc_find,
	.open_end = 1,
};
