// SPDX-License-Identifier: MIT
/* What framering-produce does with a ring that it finds. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/stop.h"
#include "fake_demand.h"
#include "fake_device.h"
#include "harness.h"
#include "ring/ring.h"

#define SLOTS	4

/* Frames of 4 by 2 in YU12, with lines at multiples of @align. */
static enum outcome open_ring(struct ring *ring,
			      const struct framering_config *config)
{
	struct framering_config wanted = *config;

	wanted.fourcc = wanted.geometry.fourcc = DRM_FORMAT_YUV420;
	wanted.width = wanted.geometry.width = 4;
	wanted.height = wanted.geometry.height = 2;
	CHECK_EQ(framering_geometry_fill(&wanted.geometry, config->stride_align,
					 (uint32_t)sysconf(_SC_PAGESIZE)), 0);
	return ring_open(ring, "/dev/null", &wanted);
}

/* Open it and go: the ring stays as it was made. */
static void visit(const struct framering_config *config)
{
	struct ring ring;

	CHECK_EQ(open_ring(&ring, config), OUTCOME_OK);
	ring_close(&ring);
}

static const struct {
	const char *name;
	struct framering_config again;
	unsigned int configures;
} agains[] = {
	{ "same", { .slots = SLOTS, .cache = FRAMERING_CACHE_WB,
		    .memory = FRAMERING_MEMORY_PAGES }, 1 },
	{ "silent", { .slots = 0 }, 1 },
	{ "slots", { .slots = 2 * SLOTS }, 2 },
	{ "cache", { .cache = FRAMERING_CACHE_WC }, 2 },
	{ "memory", { .memory = FRAMERING_MEMORY_VMALLOC }, 2 },
	{ "max_held", { .max_held = 2 }, 2 },
	{ "lossless", { .flags = FRAMERING_CONFIG_LOSSLESS_FOR_ALL }, 2 },
	{ "align", { .stride_align = 64 }, 2 },
	{ "picture", { .picture.range = FRAMERING_RANGE_FULL }, 2 },
	{ "visible", { .picture.visible = { 0, 0, 4, 1 } }, 2 },
	{ "all_visible", { .picture.visible = { 0, 0, 4, 2 } }, 1 },
};

TEST_VARIANTS(generation_is_kept_if_it_fits_ok, agains)
{
	struct framering_config config = {
		.slots = SLOTS,
		.cache = FRAMERING_CACHE_WB,
	};

	visit(&config);
	visit(&variant->again);
	CHECK_EQ(fake_device.configures, variant->configures);
}

static const struct {
	const char *name;
	struct framering_config first;
	struct framering_config again;
	unsigned int configures;
} cards[] = {
	{ "silent", { .memory = 0 }, { .memory = 0 }, 1 },
	{ "bar", { .memory = 0 }, { .memory = FRAMERING_MEMORY_BAR }, 1 },
	{ "bar_then_silent", { .memory = FRAMERING_MEMORY_BAR },
	  { .memory = 0 }, 1 },
	{ "mode_of_bar", { .memory = 0 }, { .cache = FRAMERING_CACHE_WC }, 1 },
	{ "pages", { .memory = 0 }, { .memory = FRAMERING_MEMORY_PAGES }, 2 },
	/* What is not given speaks against nothing. */
	{ "pages_then_silent", { .memory = FRAMERING_MEMORY_PAGES },
	  { .memory = 0 }, 1 },
	{ "vmalloc_then_its_mode", { .memory = FRAMERING_MEMORY_VMALLOC },
	  { .cache = FRAMERING_CACHE_WB }, 1 },
};

TEST_VARIANTS(generation_of_a_card_is_kept_if_it_fits_ok, cards)
{
	fake_device_add_bar();
	visit(&variant->first);
	visit(&variant->again);
	CHECK_EQ(fake_device.configures, variant->configures);
}

TEST(default_kind_of_a_card_is_bar_ok)
{
	struct framering_config config = { .slots = SLOTS };

	fake_device_add_bar();
	visit(&config);
	CHECK_EQ(fake_device.query.memory, FRAMERING_MEMORY_BAR);
	/* Another format: made anew, with the default once more. */
	config.stride_align = 64;
	visit(&config);
	CHECK_EQ(fake_device.configures, 2);
	CHECK_EQ(fake_device.query.memory, FRAMERING_MEMORY_BAR);
}

static const struct {
	const char *name;
	struct framering_config config;
	int error;
	const char *want;
} refusals[] = {
	{ "kind", { .memory = FRAMERING_MEMORY_BAR }, 0,
	  "this ring has no memory kind bar; "
	  "it has pages, vmalloc and coherent" },
	{ "mode", { .memory = FRAMERING_MEMORY_VMALLOC,
		    .cache = FRAMERING_CACHE_WC }, 0,
	  "memory kind vmalloc cannot be write-combined; "
	  "it can only be cached" },
	{ "memory", { .memory = FRAMERING_MEMORY_COHERENT }, ENOMEM,
	  "not enough memory in one piece (without IOMMU or CMA a slot of "
	  "memory kind coherent has at most 4 MiB); make the frames smaller "
	  "or take memory kind pages" },
	{ "owner", { .slots = 0 }, EBUSY,
	  "another producer is attached; stop it first" },
};

TEST_VARIANTS(refused_ring_is_one_line_that_says_why_fails, refusals)
{
	int file = memfd_create("stderr", MFD_CLOEXEC);
	char got[512] = "", want[512];
	struct ring ring;

	fake_device.configure_errno = variant->error;
	CHECK_OK(dup2(file, STDERR_FILENO));
	CHECK_EQ(open_ring(&ring, &variant->config), OUTCOME_DEVICE);
	CHECK_OK(pread(file, got, sizeof(got) - 1, 0));
	snprintf(want, sizeof(want), "framering-produce: /dev/null: %s\n",
		 variant->want);
	CHECK_STR_EQ(got, want);
}

static unsigned int sleeps;

static void attach_before_the_third_sleep(void)
{
	if (++sleeps == 2)
		fake_demand_detach(fake_demand_attach(NULL));
	if (sleeps == 1 || sleeps == 3)
		fake_demand_attach(NULL);
}

TEST(wait_for_consumers_sleeps_until_they_come_ok)
{
	struct framering_config config = { .slots = SLOTS };
	struct ring ring;

	CHECK_EQ(stop_init(), 0);
	CHECK_EQ(open_ring(&ring, &config), OUTCOME_OK);
	fake_device_polled = attach_before_the_third_sleep;
	CHECK_EQ(ring_wait_consumers(&ring, 2), OUTCOME_OK);
	CHECK_EQ(sleeps, 3);
	ring_close(&ring);
}
