// SPDX-License-Identifier: MIT
/* JPEG, by its markers: ITU-T T.81, annex B. */
#include <errno.h>

#include <libframering.h>

#include "split.h"

#define MARKER		0xff
#define RESTART_0	0xd0
#define RESTART_7	0xd7
#define START		0xd8
#define END		0xd9
#define SCAN		0xda
/* In a scan, a byte of its data that looks like a marker is followed by 0. */
#define NO_MARKER	0x00

static int stands_alone(uint8_t marker)
{
	return marker == START || marker == 0x01 ||
	       (marker >= RESTART_0 && marker <= RESTART_7);
}

/* The marker behind the data of a scan that goes on at @at. */
static size_t skip_scan(const uint8_t *data, size_t bytes, size_t at)
{
	for (; at + 1 < bytes; at++)
		if (data[at] == MARKER && data[at + 1] != NO_MARKER &&
		    data[at + 1] != MARKER &&
		    !(data[at + 1] >= RESTART_0 && data[at + 1] <= RESTART_7))
			break;
	return at;
}

/* A marker at split->at and what belongs to it; -EAGAIN: it is cut off. */
static int skip_segment(struct split *split, const uint8_t *data, size_t bytes)
{
	size_t at = split->at, length;
	uint8_t marker = data[at + 1];

	if (data[at] != MARKER)
		return -EILSEQ;
	/* Before a marker there may be more of its first byte. */
	if (marker == MARKER) {
		split->at++;
		return 0;
	}
	if (stands_alone(marker)) {
		split->at += 2;
		return 0;
	}
	if (bytes - at < 4)
		return -EAGAIN;
	length = (size_t)data[at + 2] << 8 | data[at + 3];
	if (length < 2)
		return -EILSEQ;
	if (bytes - at < 2 + length)
		return -EAGAIN;
	split->at += 2 + length;
	split->picture = marker == SCAN;
	return 0;
}

static int find_end(struct split *split, const uint8_t *data, size_t bytes,
		    size_t *length)
{
	int ret = 0;

	if (bytes >= 2 && (data[0] != MARKER || data[1] != START))
		return -EILSEQ;
	split->key = 1;
	while (!ret) {
		/* Behind the header of a scan comes its data. */
		if (split->picture)
			split->at = skip_scan(data, bytes, split->at);
		if (bytes < 2 || split->at > bytes - 2)
			return -EAGAIN;
		split->picture = 0;
		if (data[split->at] == MARKER && data[split->at + 1] == END) {
			*length = split->at + 2;
			return 0;
		}
		ret = skip_segment(split, data, bytes);
	}
	return ret;
}

const struct split_ops split_jpeg = {
	.fourcc = FRAMERING_FORMAT_JPEG,
	.start = "the marker FFD8",
	.find = find_end,
};
