// SPDX-License-Identifier: MIT
/* The driver's own producer. */
#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <framering_pattern.h>

#include "dev.h"
#include "harness.h"

/* Compare a whole slot with what the shared drawing code says. */
static void check_picture(const struct dev_consumer *c, int slot)
{
	const struct framering_geometry *g = &c->status->geometry;
	static const struct framering_picture untold;
	const struct framering_format *format =
		framering_format_find(g->fourcc);
	uint64_t frame = c->ring.desc[slot].frame;
	static uint8_t row[8 * 4096];
	uint32_t plane, y;

	for (plane = 0; plane < g->planes; plane++) {
		uint32_t rows = framering_rows(format, plane, g->height);

		for (y = 0; y < rows; y++) {
			uint32_t line = framering_pattern_line(g,
				y * format->plane[plane].unit_height);

			framering_pattern_row(g, &untold, plane, line, frame,
					      row);
			CHECK_MEM_EQ(c->slot[slot] + g->offset[plane] +
				     y * g->stride[plane], row,
				     framering_row_bytes(format, plane,
							 g->width));
		}
	}
}

TEST(pattern_draws_every_format_ok)
{
	int ring = dev_open(O_RDWR);
	uint32_t revents;
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++) {
		struct framering_config config = dev_config();
		struct dev_consumer c;
		/* Each slot once whole, and then what changes in it. */
		int n, slot, kick, frames = 2 * (int)config.slots + 1;

		config.fourcc = framering_formats[i].fourcc;
		config.width = 161;
		config.height = 99;
		config.cache = FRAMERING_CACHE_WB;
		CHECK_OK(ioctl(ring, FRAMERING_IOC_CONFIGURE, &config));
		c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
		CHECK_EQ(dev_pattern(ring, 240000, (uint64_t)frames), 0);
		for (n = 0; n < frames; n++) {
			CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1,
					  &revents), 0);
			slot = framering_ring_acquire(&c.ring, 0, &kick);
			CHECK_GE(slot, 0);
			CHECK_EQ(c.ring.desc[slot].flags, 0);
			check_picture(&c, slot);
			dev_release(&c, slot);
		}
		CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		CHECK_EQ(framering_ring_acquire(&c.ring, 0, &kick), -EPIPE);
	}
}

TEST(pattern_ends_and_frees_the_producers_place_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, 0);
	uint32_t revents;

	CHECK_EQ(dev_pattern(ring, 1000, 0), 0);
	CHECK_ERRNO(dev_try_attach(ring, FRAMERING_ROLE_PRODUCER, 0), EBUSY);
	CHECK_EQ(dev_pattern(ring, 30000, 0), -EBUSY);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_EQ(dev_pattern(ring, 0, 0), 0);
	CHECK_EQ(dev_pattern(ring, 240000, 1), 0);
	CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
	while (dev_query(ring).state & FRAMERING_STATE_PRODUCER)
		sched_yield();
	dev_attach(ring, FRAMERING_ROLE_PRODUCER, 0, NULL);
}

TEST(pattern_with_bad_arguments_fails)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct framering_pattern pattern = {
		.size = sizeof(pattern), .rate = 30000, .flags = 1,
	};

	CHECK_EQ(dev_pattern(ring, 999, 0), -EINVAL);
	CHECK_EQ(dev_pattern(ring, 240001, 0), -EINVAL);
	CHECK_EQ(dev_pattern(ring, 0, 5), -EINVAL);
	CHECK_EQ(dev_pattern(dev_open(O_RDONLY), 30000, 0), -EBADF);
	CHECK_ERRNO(ioctl(ring, FRAMERING_IOC_PATTERN, &pattern), EINVAL);
}

TEST(pattern_keeps_its_rate_ok)
{
	int ring = dev_ring(FRAMERING_CACHE_WB);
	struct dev_consumer c = dev_consumer(ring, FRAMERING_ATTACH_LOSSLESS);
	uint64_t first = 0, last = 0;
	uint32_t revents;
	int i, slot, kick;

	CHECK_EQ(dev_pattern(ring, 60000, 61), 0);
	for (i = 0; i < 61; i++) {
		CHECK_EQ(dev_wait(c.fd, FRAMERING_EVENT_IN, -1, &revents), 0);
		slot = framering_ring_acquire(&c.ring, 0, &kick);
		CHECK_GE(slot, 0);
		last = c.ring.desc[slot].time_ns;
		if (!i)
			first = last;
		dev_release(&c, slot);
	}
	/* Never faster than asked for: 60 beats take at least a second. */
	CHECK_GE(last - first, 950000000u);
}
