// SPDX-License-Identifier: MIT
/* framering-produce in this process, and what a consumer would have seen. */
#include <string.h>
#include <unistd.h>

#include "common/stop.h"
#include "fake_device.h"
#include "harness.h"
#include "produce_run.h"

struct seen seen;

void record_frame(void)
{
	struct framering_producer_page page;
	struct framering_desc desc;
	uint32_t slot;

	CHECK_EQ(pread(fake_device.file, &page, sizeof(page),
		       FRAMERING_OFFSET_PRODUCER), sizeof(page));
	seen.ends = page.ends;
	if (seen.ends && page.end == page.head)
		return;
	slot = (page.head - 1) & (fake_device.query.slots - 1);
	CHECK_EQ(pread(fake_device.file, &desc, sizeof(desc),
		       (off_t)(FRAMERING_OFFSET_PRODUCER +
			       FRAMERING_DESC_OFFSET + slot * sizeof(desc))),
		 sizeof(desc));
	CHECK_LT(seen.frames, 32);
	seen.desc[seen.frames] = desc;
	CHECK_EQ(pread(fake_device.file, seen.data[seen.frames], 64,
		       (off_t)FRAMERING_OFFSET_SLOT(slot)), 64);
	seen.frames++;
}

struct options raw_options(void)
{
	return (struct options){
		.device = "/dev/null",
		.config = {
			.fourcc = DRM_FORMAT_YUV420,
			.width = 4,
			.height = 2,
			.slots = SLOTS,
		},
	};
}

void feed(const void *data, size_t bytes)
{
	int ends[2];

	CHECK_OK(pipe(ends));
	CHECK_EQ(write(ends[1], data, bytes), (ssize_t)bytes);
	CHECK_OK(close(ends[1]));
	CHECK_OK(dup2(ends[0], STDIN_FILENO));
}

void feed_raw(unsigned int frames, size_t rest)
{
	uint8_t data[32 * FRAME];
	unsigned int i;

	CHECK_LT(frames, 32);
	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i / FRAME + 1);
	feed(data, frames * FRAME + rest);
}

enum outcome run(const struct options *options, struct progress *progress)
{
	struct framering_config config;
	struct input input;
	struct ring ring;
	enum outcome outcome;

	if (!fake_device_kicked)
		fake_device_kicked = record_frame;
	fake_device.consumer_wake = 1;
	CHECK_EQ(stop_init(), 0);
	CHECK_EQ(input_open(&input, options), OUTCOME_OK);
	config = input_config(&input, options);
	CHECK_EQ(ring_open(&ring, options->device, &config), OUTCOME_OK);
	progress_init(progress, 1);
	outcome = produce(options, &input, &ring, progress);
	ring_close(&ring);
	input_close(&input);
	return outcome;
}

void check_frame(unsigned int i, int value)
{
	uint8_t want[FRAME];

	CHECK_LT(i, seen.frames);
	memset(want, value, sizeof(want));
	CHECK_EQ(seen.desc[i].bytes, FRAME);
	CHECK_EQ(seen.desc[i].frame, i);
	CHECK_MEM_EQ(seen.data[i], want, FRAME);
}

void check_end(unsigned int frames)
{
	CHECK_EQ(seen.frames, frames);
	CHECK_EQ(seen.ends, 1);
}
