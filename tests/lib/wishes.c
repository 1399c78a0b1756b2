// SPDX-License-Identifier: MIT
/* framering-produce --on-demand --pattern: what its consumers wish for. */
#include <signal.h>
#include <string.h>

#include "fake_demand.h"
#include "fake_device.h"
#include "harness.h"
#include "produce_run.h"

#define WATCHERS	3

/**
 * struct watcher - a consumer that attaches again to each new generation
 * @wish: what it wishes for
 * @generation: that which it is attached to
 * @index: its number there
 */
struct watcher {
	struct framering_wish wish;
	uint64_t generation;
	unsigned int index;
};

/* Consumers that attach, one each time that the producer sleeps. */
static struct {
	struct watcher watcher[WATCHERS];
	unsigned int count;
	unsigned int sleeps;
	unsigned int most;
} watchers;

static void attach_watcher(struct watcher *watcher)
{
	watcher->generation = fake_device.query.generation;
	watcher->index = fake_demand_attach(NULL);
}

/* A new consumer wishes at the next poll, after the producer has looked. */
static void wish(void)
{
	unsigned int i;

	for (i = 0; i < watchers.count; i++) {
		const struct watcher *w = &watchers.watcher[i];

		if (w->generation != fake_device.query.generation ||
		    !w->wish.size || fake_demand_state.wished[w->index])
			continue;
		fake_demand_state.wish[w->index] = w->wish;
		fake_demand_state.wished[w->index] = ++fake_demand_state.serial;
		return;
	}
}

/*
 * All attach together, and after a change one by one, the one whose wish was
 * heeded as the last: each change is followed by another one's wish.
 */
static void attach_again(void)
{
	unsigned int i;

	if (watchers.sleeps++ == watchers.most)
		raise(SIGTERM);
	for (i = 0; i < watchers.count; i++) {
		if (watchers.watcher[i].generation ==
		    fake_device.query.generation)
			continue;
		attach_watcher(&watchers.watcher[i]);
		if (watchers.sleeps > 1)
			return;
	}
}

static struct options pattern_options(unsigned int frames)
{
	fake_device_slept = attach_again;
	fake_device_polled = wish;
	watchers.most = 20;
	return (struct options){
		.device = "/dev/null",
		.pattern = 1,
		.on_demand = 1,
		.frames = frames,
		.config = { .slots = SLOTS },
	};
}

static void expect(uint32_t fourcc, uint32_t width, uint32_t height)
{
	const struct framering_geometry *g = &fake_device.query.geometry;

	CHECK_EQ(g->fourcc, fourcc);
	CHECK_EQ(g->width, width);
	CHECK_EQ(g->height, height);
}

#define WISH(fourcc, width, height, rate) \
	{ sizeof(struct framering_wish), 0, fourcc, width, height, rate }

static const struct {
	const char *name;
	struct framering_wish wish;
	struct framering_config given;
	struct framering_config want;
	unsigned int configures;
} wishes[] = {
	{ "all", WISH(DRM_FORMAT_NV12, 320, 200, 0), { 0 },
	  { .fourcc = DRM_FORMAT_NV12, .width = 320, .height = 200 }, 2 },
	{ "format", WISH(DRM_FORMAT_R8, 0, 0, 0), { 0 },
	  { .fourcc = DRM_FORMAT_R8, .width = 640, .height = 480 }, 2 },
	{ "width", WISH(0, 320, 0, 0), { 0 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 320, .height = 480 }, 2 },
	{ "size_for_a_format", WISH(DRM_FORMAT_NV12, 320, 200, 0),
	  { .fourcc = DRM_FORMAT_R8 },
	  { .fourcc = DRM_FORMAT_R8, .width = 320, .height = 200 }, 2 },
	{ "what_it_is", WISH(DRM_FORMAT_XRGB8888, 640, 480, 0), { 0 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 640, .height = 480 }, 1 },
	{ "nothing", WISH(0, 0, 0, 0), { 0 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 640, .height = 480 }, 1 },
	{ "size_that_is_given", WISH(DRM_FORMAT_NV12, 320, 200, 0),
	  { .width = 64, .height = 48 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 64, .height = 48 }, 1 },
	{ "too_large", WISH(0, 32768, 32768, 0), { 0 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 640, .height = 480 }, 1 },
	{ "no_format", WISH(0x20202020, 0, 0, 0), { 0 },
	  { .fourcc = DRM_FORMAT_XRGB8888, .width = 640, .height = 480 }, 1 },
};

TEST_VARIANTS(pattern_becomes_what_is_wished_ok, wishes)
{
	struct options options = pattern_options(4);
	struct progress progress;

	options.config = variant->given;
	options.config.slots = SLOTS;
	options.rate_given = 1;
	watchers.watcher[0].wish = variant->wish;
	watchers.count = 1;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	expect(variant->want.fourcc, variant->want.width, variant->want.height);
	CHECK_EQ(fake_device.configures, variant->configures);
	CHECK_EQ(progress.produced, 4);
	check_end(4);
}

TEST(wish_that_the_ring_refuses_changes_nothing_ok)
{
	struct options options = pattern_options(4);
	struct framering_wish other = WISH(0, 320, 200, 0);
	struct progress progress;

	options.rate_given = 1;
	watchers.watcher[0].wish = other;
	watchers.count = 1;
	fake_device.configure_max = 1;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	expect(DRM_FORMAT_XRGB8888, 640, 480);
	check_end(4);
}

/* Each comes back with the same wish whenever another one's was heeded. */
TEST(watchers_of_different_wishes_end_with_one_picture_ok)
{
	static const struct framering_wish wanted[WATCHERS] = {
		WISH(0, 320, 200, 0), WISH(0, 64, 48, 0), WISH(0, 160, 120, 0),
	};
	struct options options = pattern_options(6);
	struct progress progress;
	unsigned int i;

	options.rate_given = 1;
	for (i = 0; i < WATCHERS; i++)
		watchers.watcher[i].wish = wanted[i];
	watchers.count = WATCHERS;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(6);
	expect(DRM_FORMAT_XRGB8888, 160, 120);
	CHECK_EQ(fake_device.configures, 2);
	CHECK_EQ(fake_device.status->consumers, (1U << WATCHERS) - 1);
}

static void wish_for_more(void)
{
	static const struct framering_wish fast = WISH(0, 0, 0, 240000);

	wish();
	if (seen.frames != 1 || fake_demand_state.wish[0].rate != 1)
		return;
	fake_demand_state.wish[0] = fast;
	fake_demand_state.wished[0] = ++fake_demand_state.serial;
}

static const struct {
	const char *name;
	uint32_t given;
} rates[] = {
	{ "wished", 0 },
	{ "given", 1 },
};

/* A frame in 1000 seconds, and then a better wish: no one waits so long. */
TEST_VARIANTS(wished_rate_is_taken_at_once_if_none_is_given_ok, rates)
{
	struct framering_wish slow = WISH(0, 0, 0, 1);
	struct options options = pattern_options(3);
	struct progress progress;

	options.rate_given = variant->given;
	watchers.watcher[0].wish = slow;
	watchers.count = 1;
	/* If a rate is given, it is that: as fast as can be. */
	if (!variant->given)
		fake_device_polled = wish_for_more;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	CHECK_EQ(progress.produced, 3);
	CHECK_EQ(fake_device.configures, 1);
}
