// SPDX-License-Identifier: MIT
/* Times within H.264, by MISB ST 0604. */
#include <errno.h>
#include <string.h>

#include "stamp.h"

enum {
	NAL_SLICE = 1,
	NAL_SLICE_IDR = 5,
	NAL_SEI = 6,
	SEI_USER_DATA = 5,
	/* Identifier, status, time with three bytes between its pairs. */
	TIME_BYTES = 11,
	PAYLOAD_BYTES = 16 + 1 + TIME_BYTES,
	/* NAL header, type and size of the message. */
	HEAD_BYTES = 3,
};

static const uint8_t identifier[16] = "MISPmicrosectime";

/* The time's clock is locked, and has not jumped. */
#define STATUS	0x1f

/* The next start code from @at on; @bytes if there is none. */
static size_t find_start(const uint8_t *data, size_t bytes, size_t at)
{
	for (; at + 3 < bytes; at++)
		if (!data[at] && !data[at + 1] && data[at + 2] == 1)
			return at;
	return bytes;
}

size_t stamp_write(uint8_t nal[STAMP_BYTES], uint64_t us)
{
	uint8_t *at = nal;
	int i;

	memcpy(at, (const uint8_t[]){ 0, 0, 0, 1, NAL_SEI, SEI_USER_DATA,
				      PAYLOAD_BYTES }, 7);
	at += 7;
	memcpy(at, identifier, sizeof(identifier));
	at += sizeof(identifier);
	*at++ = STATUS;
	/* So that no start code comes about, ones follow each pair. */
	for (i = 0; i < 8; i++) {
		*at++ = (uint8_t)(us >> (56 - 8 * i));
		if (i % 2 && i < 7)
			*at++ = 0xff;
	}
	*at++ = 0x80;
	return (size_t)(at - nal);
}

size_t stamp_place(const uint8_t *data, size_t bytes)
{
	size_t at = 0;

	while ((at = find_start(data, bytes, at)) < bytes) {
		int type = data[at + 3] & 0x1f;

		if (type >= NAL_SLICE && type <= NAL_SLICE_IDR)
			return at && !data[at - 1] ? at - 1 : at;
		at += 3;
	}
	return bytes;
}

static uint64_t time_of(const uint8_t *bytes)
{
	uint64_t us = 0;
	int i;

	for (i = 0; i < TIME_BYTES; i++)
		if (i % 3 != 2)
			us = us << 8 | bytes[i];
	return us;
}

int stamp_read(const uint8_t *data, size_t bytes, uint64_t *us)
{
	size_t at = 0;

	while ((at = find_start(data, bytes, at)) < bytes) {
		const uint8_t *nal = data + at + 3;

		at += 3;
		if ((nal[0] & 0x1f) != NAL_SEI ||
		    bytes - at < HEAD_BYTES + PAYLOAD_BYTES ||
		    nal[1] != SEI_USER_DATA || nal[2] != PAYLOAD_BYTES ||
		    memcmp(nal + HEAD_BYTES, identifier, sizeof(identifier)))
			continue;
		*us = time_of(nal + HEAD_BYTES + sizeof(identifier) + 1);
		return 0;
	}
	return -ENODATA;
}
