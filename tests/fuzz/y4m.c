// SPDX-License-Identifier: MIT
/* A yuv4mpeg stream, from its header to its last frame. */
#include <libframering.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/stop.h"
#include "fuzz.h"
#include "input/input.h"
#include "options/options.h"

/* Slots that are larger are not filled: the stream never would. */
#define LARGEST	(1 << 20)

/* The stream's file, which input_open() opens once more by its name. */
static const char *file_of(const uint8_t *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		CHECK_EQ(stop_init(), 0);
		fd = memfd_create("fuzz", 0);
		CHECK_GE(fd, 0);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	CHECK_EQ(ftruncate(fd, 0), 0);
	CHECK_EQ(pwrite(fd, data, size, 0), (ssize_t)size);
	return path;
}

static void read_frames(struct input *input, size_t size)
{
	const struct framering_geometry *g = &input->geometry;
	struct framering_frame frame = { .geometry = g };
	enum outcome outcome = OUTCOME_OK;
	size_t frames = 0;

	CHECK_GT(g->frame_bytes, 0);
	CHECK_LE(g->frame_bytes, g->slot_bytes);
	if (g->slot_bytes <= LARGEST) {
		/* Not a byte more than the frame, padding included. */
		frame.data = malloc(g->frame_bytes);
		CHECK(frame.data);
	}
	while (!outcome) {
		/* Each takes six bytes and a pixel at the least. */
		CHECK_LE(frames, size / 7);
		outcome = input->ops->fill(input, frame.data ? &frame : NULL);
		frames += !outcome;
	}
	CHECK(outcome == OUTCOME_END || outcome == OUTCOME_INPUT);
	free(frame.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct options options = { .file = file_of(data, size) };
	struct input input;
	enum outcome outcome;

	/* Padded lines are another way through the code. */
	if (size && data[size - 1] & 1)
		options.config.stride_align = 64;
	outcome = input_open(&input, &options);
	if (outcome) {
		CHECK_EQ(outcome, OUTCOME_INPUT);
		return 0;
	}
	CHECK_NE(input.rate_den, 0);
	read_frames(&input, size);
	input_close(&input);
	return 0;
}
