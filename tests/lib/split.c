// SPDX-License-Identifier: MIT
/* Compressed frames are told apart, however their bytes come in. */
#include <libframering.h>
#include <string.h>

#include "harness.h"
#include "input/split.h"

#define MOST	8

/* Bytes and how many, of which a zero does not end them. */
#define BYTES(text)	(const uint8_t *)(text), sizeof(text) - 1

#define JPEG_HEAD	"\xff\xd8\xff\xe0\x00\x04\xff\xd9"
#define JPEG_SCAN	"\xff\xda\x00\x03\x01\x12\xff\x00\xff\xd0\x34"
#define JPEG_END	"\xff\xd9"

static const struct {
	const char *name;
	uint32_t fourcc;
	const uint8_t *data;
	size_t bytes;
	/* The frames that have an end, and a 1 for each key frame. */
	size_t lengths[MOST];
	const char *keys;
} streams[] = {
	{ "jpeg", FRAMERING_FORMAT_JPEG,
	  /* A marker of the end within a segment, and one in two scans. */
	  BYTES(JPEG_HEAD JPEG_SCAN JPEG_END
		JPEG_HEAD JPEG_SCAN JPEG_SCAN JPEG_END
		"\xff\xd8\xff\xff\xff\xd9"), { 21, 32, 6 }, "111" },
	{ "h264_by_delimiters", FRAMERING_FORMAT_H264,
	  BYTES("\0\0\0\1\x09\xf0\0\0\0\1\x67\x42\0\0\1\x65\x88\1"
		"\0\0\0\1\x09\xf0\0\0\1\x41\x9a\2"
		"\0\0\0\1\x09\xf0\0\0\1\x41\x9a\3"), { 18, 12 }, "10" },
	{ "h264_by_first_slices", FRAMERING_FORMAT_H264,
	  /* The second picture has two slices. */
	  BYTES("\0\0\1\x65\x88\1\0\0\1\x41\x9a\2\0\0\1\x41\x40\2"
		"\0\0\0\1\x41\x9a\3"), { 6, 12 }, "10" },
	{ "hevc", FRAMERING_FORMAT_HEVC,
	  BYTES("\0\0\0\1\x40\1\x0c\0\0\0\1\x26\1\xaf\1"
		"\0\0\0\1\x02\1\xd0\2\0\0\1\x02\1\x50\2"
		/* A supplement behind the picture is still its own. */
		"\0\0\1\x50\1\x11"
		"\0\0\1\x02\1\xd0\3"), { 15, 21 }, "10" },
};

/* @step bytes more at a time. */
static void split_all(uint32_t fourcc, const uint8_t *data, size_t bytes,
		      const size_t *lengths, const char *keys, size_t step)
{
	size_t at = 0, end = 0, length = 0, frames = 0;
	struct split split;
	int ret;

	CHECK_EQ(split_init(&split, fourcc), 0);
	while (end < bytes || at < end) {
		ret = split.ops->find(&split, data + at, end - at, &length);
		if (ret == -EAGAIN && end == bytes)
			break;
		if (ret == -EAGAIN) {
			end = bytes - end < step ? bytes : end + step;
			continue;
		}
		CHECK_EQ(ret, 0);
		CHECK_EQ(length, lengths[frames]);
		CHECK_EQ(split.key, keys[frames] == '1');
		frames++;
		at += length;
		split_next(&split);
	}
	CHECK_EQ(frames, strlen(keys));
	/* What is left of such a stream is a frame. */
	CHECK_EQ(split.ops->open_end, at < bytes);
	CHECK_EQ(split.picture, at < bytes);
}

TEST_VARIANTS(frames_are_told_apart_ok, streams)
{
	size_t step;

	for (step = 1; step <= variant->bytes; step++)
		split_all(variant->fourcc, variant->data, variant->bytes,
			  variant->lengths, variant->keys, step);
}

static const struct {
	const char *name;
	uint32_t fourcc;
	const uint8_t *data;
	size_t bytes;
} wrong[] = {
	{ "jpeg", FRAMERING_FORMAT_JPEG, BYTES("\x89PNG") },
	{ "jpeg_of_garbage", FRAMERING_FORMAT_JPEG, BYTES("\xff\xd8\0\0") },
	{ "jpeg_of_no_length", FRAMERING_FORMAT_JPEG,
	  BYTES("\xff\xd8\xff\xe0\0\1") },
	{ "h264", FRAMERING_FORMAT_H264, BYTES("\0\0\0\x20") },
	{ "h264_in_mp4", FRAMERING_FORMAT_H264, BYTES("\0\0\2\x65\x88") },
	{ "hevc", FRAMERING_FORMAT_HEVC, BYTES("RIFF") },
};

TEST_VARIANTS(what_is_no_frame_fails, wrong)
{
	struct split split;
	size_t length;

	CHECK_EQ(split_init(&split, variant->fourcc), 0);
	CHECK_EQ(split.ops->find(&split, variant->data, variant->bytes,
				 &length), -EILSEQ);
}

TEST(other_formats_are_not_split_fails)
{
	struct split split;

	CHECK_EQ(split_init(&split, DRM_FORMAT_NV12), -EINVAL);
	CHECK_EQ(split_init(&split, 0), -EINVAL);
}
