// SPDX-License-Identifier: MIT
/* Frames from a pipe into padded slots, and the pace of frames. */
#include <fcntl.h>
#include <libframering.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/pace.h"
#include "common/stop.h"
#include "harness.h"
#include "input/layout.h"

#define BYTES	(5 * 3 + 2 * (3 * 2))
#define SECOND	1000000000U

static struct framering_geometry geometry = {
	.fourcc = DRM_FORMAT_YUV420,
	.width = 5,
	.height = 3,
};

/* A pipe that holds @bytes bytes, 0, 1, 2 and so on, and ends there. */
static struct source numbers(size_t bytes)
{
	struct source source = { .name = "numbers" };
	uint8_t data[256];
	int ends[2];
	size_t i;

	CHECK_EQ(stop_init(), 0);
	for (i = 0; i < bytes; i++)
		data[i] = (uint8_t)i;
	CHECK_OK(pipe(ends));
	CHECK_EQ(write(ends[1], data, bytes), (ssize_t)bytes);
	CHECK_OK(close(ends[1]));
	source.fd = ends[0];
	return source;
}

/* Each pixel is where the geometry says, and the padding is as it was. */
static void check_slot(const struct framering_geometry *g, const uint8_t *slot,
		       size_t bytes, int first)
{
	const struct framering_format *f = framering_format_find(g->fourcc);
	uint8_t want[1024];
	uint32_t p, y, x;

	memset(want, 0xee, sizeof(want));
	for (p = 0; p < g->planes; p++)
		for (y = 0; y < framering_rows(f, p, g->height); y++)
			for (x = 0; x < framering_row_bytes(f, p, g->width);
			     x++)
				want[g->offset[p] + y * g->stride[p] + x] =
					(uint8_t)first++;
	CHECK_MEM_EQ(slot, want, bytes);
}

static const struct {
	const char *name;
	uint32_t align;
	size_t spans;
} aligns[] = {
	{ "packed", 1, 1 },
	{ "to_8", 8, 7 },
	{ "to_64", 64, 7 },
};

TEST_VARIANTS(frames_go_straight_to_their_lines_ok, aligns)
{
	struct framering_geometry g = geometry;
	struct source source = numbers(2 * BYTES);
	struct layout layout;
	uint8_t slot[1024];
	int i;

	CHECK_EQ(framering_geometry_fill(&g, variant->align, 4096), 0);
	CHECK_EQ(layout_init(&layout, &g, NULL), 0);
	CHECK_EQ(layout.bytes, BYTES);
	CHECK_EQ(layout.spans, variant->spans);
	for (i = 0; i < 2; i++) {
		memset(slot, 0xee, sizeof(slot));
		CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_OK);
		check_slot(&g, slot, sizeof(slot), i * BYTES);
	}
	CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_END);
	layout_finish(&layout);
}

TEST(more_lines_than_one_call_takes_ok)
{
	struct framering_geometry g = {
		.fourcc = DRM_FORMAT_R8,
		.width = 1,
		.height = 200,
	};
	struct source source = numbers(200);
	static uint8_t slot[200 * 2];
	struct layout layout;
	size_t i;

	CHECK_EQ(framering_geometry_fill(&g, 2, 4096), 0);
	CHECK_EQ(layout_init(&layout, &g, NULL), 0);
	CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_OK);
	for (i = 0; i < 200; i++)
		CHECK_EQ(slot[2 * i], i);
	layout_finish(&layout);
}

TEST(skipped_frame_is_whole_ok)
{
	struct framering_geometry g = geometry;
	struct source source = numbers(2 * BYTES);
	struct layout layout;
	uint8_t slot[1024];

	CHECK_EQ(framering_geometry_fill(&g, 1, 4096), 0);
	CHECK_EQ(layout_init(&layout, &g, NULL), 0);
	CHECK_EQ(layout_read(&layout, &source, NULL), OUTCOME_OK);
	CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_OK);
	CHECK_EQ(slot[0], BYTES);
	CHECK_EQ(layout_read(&layout, &source, NULL), OUTCOME_END);
	layout_finish(&layout);
}

TEST(truncated_frame_fails)
{
	struct framering_geometry g = geometry;
	struct source source = numbers(2 * BYTES - 1);
	struct layout layout;
	uint8_t slot[1024];

	CHECK_EQ(framering_geometry_fill(&g, 8, 4096), 0);
	CHECK_EQ(layout_init(&layout, &g, NULL), 0);
	CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_OK);
	CHECK_EQ(layout_read(&layout, &source, slot), OUTCOME_INPUT);
	/* Where a frame was announced, none at all is a failure, too. */
	CHECK_EQ(layout_read_rest(&layout, &source, slot), OUTCOME_INPUT);
	source = numbers(1);
	CHECK_EQ(layout_read(&layout, &source, NULL), OUTCOME_INPUT);
	layout_finish(&layout);
}

TEST(line_ok)
{
	struct source source = numbers(20);
	char line[16];
	size_t got;

	/* Byte 10 is the line's end. */
	CHECK_EQ(source_line(&source, line, sizeof(line), &got), OUTCOME_OK);
	CHECK_EQ(got, 10);
	CHECK_EQ(line[10], 0);
	CHECK_EQ(source_line(&source, line, 4, &got), OUTCOME_INPUT);
	CHECK_EQ(source_line(&source, line, sizeof(line), &got),
		 OUTCOME_INPUT);
}

TEST(pipe_starts_not_again_fails)
{
	struct source pipe = numbers(1), source;
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipe.fd);
	CHECK_EQ(source_open(&source, path, 1), OUTCOME_USAGE);
	CHECK_EQ(source_open(&source, path, 0), OUTCOME_OK);
	source_close(&source);
}

TEST(pace_does_not_drift_ok)
{
	struct pace pace;
	int i;

	pace_init(&pace, 30000, 1001, 5);
	for (i = 0; i < 30000; i++)
		pace_step(&pace, pace.due_ns);
	CHECK_EQ(pace.due_ns, 5 + 1001ULL * SECOND);
}

TEST(pace_that_is_far_behind_starts_anew_ok)
{
	struct pace pace;

	pace_init(&pace, 10, 1, 0);
	pace_step(&pace, SECOND);
	CHECK_EQ(pace.due_ns, SECOND / 10);
	pace_step(&pace, 9ULL * SECOND);
	CHECK_EQ(pace.due_ns, 9ULL * SECOND);
}

TEST(pace_of_nothing_never_waits_ok)
{
	struct pace pace;

	pace_init(&pace, 0, 1, ~0ULL);
	pace_step(&pace, 0);
	CHECK_EQ(pace_wait(&pace, -1), OUTCOME_OK);
}

TEST(signal_ends_a_wait_ok)
{
	struct source source = { .name = "a quiet pipe" };
	struct iovec iov;
	size_t got;
	char byte;
	int ends[2];

	CHECK_EQ(stop_init(), 0);
	CHECK_OK(pipe(ends));
	source.fd = ends[0];
	iov = (struct iovec){ &byte, 1 };
	CHECK_EQ(kill(getpid(), SIGTERM), 0);
	/* It came before the wait, and is not lost. */
	CHECK_EQ(source_read(&source, &iov, 1, &got), OUTCOME_STOP);
	CHECK_EQ(stop_signal(), SIGTERM);
	CHECK_EQ(stop_poll(-1, 0, -1), -EINTR);
}
