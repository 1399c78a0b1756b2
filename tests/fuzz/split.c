// SPDX-License-Identifier: MIT
/* Compressed frames are told apart the same, however their bytes come in. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libframering.h>

#include "fuzz.h"
#include "input/split.h"

#define MOST	64

/* The lengths of the first frames, @step bytes more at a time. */
static size_t split_all(uint32_t fourcc, const uint8_t *data, size_t size,
			size_t step, size_t lengths[MOST])
{
	size_t at = 0, end = 0, frames = 0, length;
	struct split split;
	int ret = 0;

	CHECK_EQ(split_init(&split, fourcc), 0);
	while (frames < MOST) {
		/* Exactly so many: a look beyond them is seen. */
		uint8_t *bytes = malloc(end - at + !(end - at));

		CHECK(bytes);
		memcpy(bytes, data + at, end - at);
		length = 0;
		ret = split.ops->find(&split, bytes, end - at, &length);
		free(bytes);
		if (ret == -EILSEQ || (ret == -EAGAIN && end == size))
			break;
		if (ret == -EAGAIN) {
			end = size - end < step ? size : end + step;
			continue;
		}
		CHECK_EQ(ret, 0);
		CHECK_GT(length, 0);
		CHECK_LE(length, end - at);
		lengths[frames++] = length;
		at += length;
		split_next(&split);
	}
	return frames;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t formats[] = {
		FRAMERING_FORMAT_JPEG, FRAMERING_FORMAT_H264,
		FRAMERING_FORMAT_HEVC,
	};
	size_t whole[MOST], parts[MOST], frames;

	if (size < 2 || size > 4096)
		return 0;
	frames = split_all(formats[data[0] % 3], data + 2, size - 2, size,
			   whole);
	CHECK_EQ(split_all(formats[data[0] % 3], data + 2, size - 2,
			   data[1] % 16 + 1, parts), frames);
	CHECK_EQ(memcmp(whole, parts, frames * sizeof(whole[0])), 0);
	return 0;
}
