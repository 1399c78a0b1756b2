// SPDX-License-Identifier: MIT
/* framering-produce, from its input to a ring that is not there. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fake_device.h"
#include "harness.h"
#include "produce_run.h"

TEST(raw_frames_and_an_end_ok)
{
	struct options options = raw_options();
	struct progress progress;
	unsigned int i;

	feed_raw(6, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	for (i = 0; i < 6; i++)
		check_frame(i, (int)i + 1);
	check_end(6);
	CHECK_EQ(progress.produced, 6);
	CHECK_EQ(progress.dropped + progress.waited + progress.copied, 0);
}

TEST(padded_lines_ok)
{
	static const uint8_t want[40] = {
		[0] = 1, 1, 1, 1, [8] = 1, 1, 1, 1,
		[16] = 1, 1, [24] = 1, 1,
	};
	struct options options = raw_options();
	struct progress progress;

	options.config.stride_align = 8;
	feed_raw(1, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	CHECK_EQ(seen.desc[0].bytes, 32);
	CHECK_MEM_EQ(seen.data[0], want, 32);
}

/* The input comes in pieces, as pipes like to give it. */
static struct {
	int fd;
	unsigned int at;
	unsigned int bytes;
} pieces;

static void write_a_piece(void)
{
	uint8_t data[5];
	unsigned int i;

	for (i = 0; i < sizeof(data) && pieces.at < pieces.bytes; i++)
		data[i] = (uint8_t)(pieces.at++ / FRAME + 1);
	if (i)
		CHECK_EQ(write(pieces.fd, data, i), (ssize_t)i);
	else
		CHECK_OK(close(pieces.fd));
}

TEST(input_in_pieces_ok)
{
	static const uint8_t want[40] = {
		[0] = 4, 4, 4, 4, [8] = 4, 4, 4, 4,
		[16] = 4, 4, [24] = 4, 4,
	};
	struct options options = raw_options();
	struct progress progress;
	int ends[2];

	CHECK_OK(pipe(ends));
	CHECK_OK(dup2(ends[0], STDIN_FILENO));
	pieces.fd = ends[1];
	pieces.bytes = 4 * FRAME;
	fake_device_polled = write_a_piece;
	options.config.stride_align = 8;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	CHECK_MEM_EQ(seen.data[3], want, 32);
	check_end(4);
}

TEST(empty_input_is_an_end_ok)
{
	struct options options = raw_options();
	struct progress progress;

	feed_raw(0, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(0);
}

TEST(truncated_last_frame_fails)
{
	struct options options = raw_options();
	struct progress progress;

	feed_raw(2, FRAME - 1);
	CHECK_EQ(run(&options, &progress), OUTCOME_INPUT);
	check_frame(1, 2);
	check_end(2);
	CHECK_EQ(progress.produced, 2);
}

TEST(frames_option_stops_early_ok)
{
	struct options options = raw_options();
	struct progress progress;

	options.frames = 2;
	feed_raw(6, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(2);
}

TEST(yuv4mpeg_ok)
{
	static const char text[] =
		"YUV4MPEG2 W4 H2 F25:1 C420jpeg\n"
		"FRAME\naaaaaaaaaaaa"
		"FRAME Ippp Xhello\nbbbbbbbbbbbb"
		"FRAME\ncccccccccccc";
	struct options options = { .device = "/dev/null" };
	struct progress progress;
	unsigned int i;

	feed(text, strlen(text));
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	CHECK_EQ(fake_device.query.geometry.fourcc, DRM_FORMAT_YUV420);
	for (i = 0; i < 3; i++)
		check_frame(i, 'a' + (int)i);
	check_end(3);
}

static const struct {
	const char *name;
	const char *text;
} same[] = {
	{ "twice", "YUV4MPEG2 W4 H2 F25:1\nFRAME\naaaaaaaaaaaa"
		   "YUV4MPEG2 W4 H2 F25:1\nFRAME\nbbbbbbbbbbbb" },
	{ "without_a_frame", "YUV4MPEG2 W4 H2\nYUV4MPEG2 W4 H2\n"
			     "FRAME\naaaaaaaaaaaaFRAME\nbbbbbbbbbbbb" },
	{ "windows", "YUV4MPEG2 W4 H2\r\nFRAME\r\naaaaaaaaaaaa"
		     "FRAME\r\nbbbbbbbbbbbb" },
	{ "tabs", "YUV4MPEG2\tW4\tH2\nFRAME\tIp\naaaaaaaaaaaa"
		  "FRAME\nbbbbbbbbbbbb" },
};

TEST_VARIANTS(yuv4mpeg_as_others_write_it_ok, same)
{
	struct options options = { .device = "/dev/null" };
	struct progress progress;

	feed(variant->text, strlen(variant->text));
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_frame(0, 'a');
	check_frame(1, 'b');
	check_end(2);
	/* Configured once: frames are still those that it began with. */
	CHECK_EQ(fake_device.query.generation, 1);
}

TEST(stream_of_other_frames_configures_anew_ok)
{
	static const char text[] =
		"YUV4MPEG2 W4 H2 F25:1\nFRAME\naaaaaaaaaaaa"
		"YUV4MPEG2 W3 H2 F50:1 Cmono\nFRAME\nbbbbbbFRAME\ncccccc";
	struct options options = { .device = "/dev/null" };
	struct progress progress;

	feed(text, strlen(text));
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	CHECK_EQ(progress.produced, 3);
	CHECK_EQ(fake_device.query.generation, 2);
	CHECK_EQ(fake_device.query.geometry.fourcc, DRM_FORMAT_R8);
	CHECK_EQ(fake_device.query.geometry.width, 3);
	CHECK_EQ(fake_device.query.picture.rate.numerator, 50);
}

TEST(lines_of_the_input_are_padded_ok)
{
	struct options options = raw_options();
	struct progress progress;
	/* 4 by 2 in YU12: lines of 6, and of 3 in chroma. */
	static const char text[] = "aaaa--aaaa--aa-aa-bbbb--bbbb--bb-bb-";

	options.input_stride[0] = 6;
	options.input_stride[1] = 3;
	options.input_stride[2] = 3;
	feed(text, strlen(text));
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_frame(0, 'a');
	check_frame(1, 'b');
	check_end(2);
}

static const struct {
	const char *name;
	const char *text;
} damaged[] = {
	{ "truncated", "FRAME\naaaaaaaaaaaaFRAME\nbbb" },
	{ "no_bytes", "FRAME\naaaaaaaaaaaaFRAME\n" },
	{ "half_a_line", "FRAME\naaaaaaaaaaaaFRA" },
	{ "line_without_end", "FRAME\naaaaaaaaaaaaFRAME I" },
	{ "no_line", "FRAME\naaaaaaaaaaaabbbbbbbbbbbbbbbb" },
	{ "half_a_header", "FRAME\naaaaaaaaaaaaYUV4MPE" },
	{ "header_without_end", "FRAME\naaaaaaaaaaaaYUV4MPEG2 W4" },
	{ "header_of_another", "FRAME\naaaaaaaaaaaaYUV4MPEG3 W4 H2\n" },
	{ "bad_header", "FRAME\naaaaaaaaaaaaYUV4MPEG2 W4\n" },
	{ "frames", "FRAME\naaaaaaaaaaaaFRAMES\nbbbbbbbbbbbb" },
};

TEST_VARIANTS(damaged_yuv4mpeg_fails, damaged)
{
	struct options options = { .device = "/dev/null" };
	struct progress progress;
	char text[256];

	snprintf(text, sizeof(text), "YUV4MPEG2 W4 H2\n%s", variant->text);
	feed(text, strlen(text));
	CHECK_EQ(run(&options, &progress), OUTCOME_INPUT);
	check_frame(0, 'a');
	check_end(1);
}

TEST(loop_starts_again_ok)
{
	struct options options = raw_options();
	struct progress progress;
	uint8_t data[2 * FRAME];
	unsigned int i;
	int file = memfd_create("clip", 0);

	memset(data, 1, FRAME);
	memset(data + FRAME, 2, FRAME);
	CHECK_EQ(write(file, data, sizeof(data)), sizeof(data));
	CHECK_OK(lseek(file, 0, SEEK_SET));
	CHECK_OK(dup2(file, STDIN_FILENO));
	options.loop = 1;
	options.frames = 5;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	for (i = 0; i < 5; i++)
		check_frame(i, i % 2 + 1);
	check_end(5);
}

TEST(loop_of_nothing_ends_ok)
{
	struct options options = raw_options();
	struct progress progress;

	CHECK_OK(dup2(memfd_create("clip", 0), STDIN_FILENO));
	options.loop = 1;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(0);
}

TEST(loop_of_a_pipe_fails)
{
	struct options options = raw_options();
	struct input input;

	feed_raw(1, 0);
	options.loop = 1;
	CHECK_EQ(input_open(&input, &options), OUTCOME_USAGE);
}
