// SPDX-License-Identifier: MIT
/* The test picture in the slots, against one that was drawn in one piece. */
#include <framering_pattern.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/stop.h"
#include "fake_device.h"
#include "harness.h"
#include "produce.h"

#define SLOTS	4
#define FRAMES	10

static unsigned int seen;

/* Compare the slot of the frame that was just shown with the whole picture. */
static void record_pattern(void)
{
	const struct framering_geometry *g = &fake_device.query.geometry;
	const struct framering_picture *picture = &fake_device.query.picture;
	uint8_t *slot = malloc(g->slot_bytes), *want = malloc(g->slot_bytes);
	uint32_t frame = seen++;

	CHECK(slot && want);
	CHECK_EQ(pread(fake_device.file, slot, g->slot_bytes,
		       (off_t)FRAMERING_OFFSET_SLOT(frame % SLOTS)),
		 (ssize_t)g->slot_bytes);
	if (frame < FRAMES) {
		memset(want, 0, g->slot_bytes);
		framering_pattern_draw(g, picture, frame, want);
		CHECK_MEM_EQ(slot, want, g->slot_bytes);
	}
	free(slot);
	free(want);
}

TEST(pattern_is_the_drivers_in_every_format_ok)
{
	struct options options = {
		.pattern = 1,
		.rate_given = 1,
		.frames = FRAMES,
		.config = {
			.slots = SLOTS,
			.stride_align = 64,
			.width = 211,
			.height = 127,
		},
	};
	struct framering_config config;
	struct progress progress;
	struct input input;
	struct ring ring;
	size_t i;

	CHECK_EQ(stop_init(), 0);
	fake_device.consumer_wake = 1;
	fake_device_kicked = record_pattern;
	for (i = 0; i < FRAMERING_FORMATS; i++) {
		options.config.fourcc = framering_formats[i].fourcc;
		seen = 0;
		CHECK_EQ(input_open(&input, &options), OUTCOME_OK);
		config = input_config(&input, &options);
		CHECK_EQ(ring_open(&ring, "/dev/null", &config), OUTCOME_OK);
		progress_init(&progress, 1);
		CHECK_EQ(produce(&options, &input, &ring, &progress),
			 OUTCOME_OK);
		ring_close(&ring);
		input_close(&input);
		CHECK_EQ(seen, FRAMES + 1);
	}
}
