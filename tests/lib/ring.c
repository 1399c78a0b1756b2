// SPDX-License-Identifier: MIT
/* What framering-produce does with a ring that it finds. */
#include "fake_device.h"
#include "harness.h"
#include "ring.h"
#include "stop.h"

#define SLOTS	4

static const struct {
	const char *name;
	struct framering_config again;
	unsigned int configures;
} agains[] = {
	{ "same", { .slots = SLOTS, .cache = FRAMERING_CACHE_WB }, 1 },
	{ "silent", { .slots = 0 }, 1 },
	{ "slots", { .slots = 2 * SLOTS }, 2 },
	{ "cache", { .cache = FRAMERING_CACHE_WC }, 2 },
	{ "max_held", { .max_held = 2 }, 2 },
	{ "align", { .stride_align = 64 }, 2 },
};

TEST_VARIANTS(generation_is_kept_if_it_fits_ok, agains)
{
	struct framering_config config = {
		.slots = SLOTS,
		.cache = FRAMERING_CACHE_WB,
	};
	struct framering_geometry geometry = {
		.fourcc = DRM_FORMAT_YUV420,
		.width = 4,
		.height = 2,
	};
	struct ring ring;

	CHECK_EQ(framering_geometry_fill(&geometry, 0, 4096), 0);
	CHECK_EQ(ring_open(&ring, "/dev/null", &config, &geometry),
		 OUTCOME_OK);
	ring_close(&ring);
	CHECK_EQ(framering_geometry_fill(&geometry,
					 variant->again.stride_align, 4096), 0);
	CHECK_EQ(ring_open(&ring, "/dev/null", &variant->again, &geometry),
		 OUTCOME_OK);
	ring_close(&ring);
	CHECK_EQ(fake_device.configures, variant->configures);
}

static unsigned int looks;

static void attach_at_the_third_look(void)
{
	if (++looks == 3)
		fake_device.status->consumers = 5;
}

TEST(wait_for_consumers_ok)
{
	struct framering_config config = { .slots = SLOTS };
	struct framering_geometry geometry = {
		.fourcc = DRM_FORMAT_R8,
		.width = 4,
		.height = 2,
	};
	struct ring ring;

	CHECK_EQ(stop_init(), 0);
	CHECK_EQ(framering_geometry_fill(&geometry, 0, 4096), 0);
	CHECK_EQ(ring_open(&ring, "/dev/null", &config, &geometry),
		 OUTCOME_OK);
	fake_device_polled = attach_at_the_third_look;
	CHECK_EQ(ring_wait_consumers(&ring, 2), OUTCOME_OK);
	CHECK_EQ(looks, 3);
	ring_close(&ring);
}
