// SPDX-License-Identifier: MIT
/* framering-produce when the ring is full, stopped, or taken over. */
#include <signal.h>

#include "fake_device.h"
#include "harness.h"
#include "produce_run.h"

/*
 * The first two slots are free, so the producer does not look again before they
 * are filled; from then on every slot is held, until the producer waits.
 */
#define HELD_AT_FIRST	((1U << SLOTS) - 1 - 3)

static void record_and_hold(void)
{
	record_frame();
	if (seen.frames == 2)
		fake_device.status->kernel_held = (1U << SLOTS) - 1;
}

static void release_held(void)
{
	if (seen.frames >= 2)
		fake_device.status->kernel_held = 0;
}

static const struct {
	const char *name;
	enum on_full on_full;
	enum outcome want;
	unsigned int produced;
	unsigned int dropped;
	unsigned int waited;
} fulls[] = {
	{ "wait", ON_FULL_WAIT, OUTCOME_OK, 5, 0, 1 },
	{ "drop", ON_FULL_DROP, OUTCOME_OK, 4, 1, 0 },
	{ "fail", ON_FULL_FAIL, OUTCOME_FULL, 2, 0, 0 },
};

TEST_VARIANTS(full_ring_ok, fulls)
{
	struct options options = raw_options();
	struct progress progress;

	options.on_full = variant->on_full;
	fake_device.kernel_held = HELD_AT_FIRST;
	fake_device_kicked = record_and_hold;
	fake_device_polled = release_held;
	feed_raw(5, 0);
	CHECK_EQ(run(&options, &progress), variant->want);
	CHECK_EQ(progress.produced, variant->produced);
	CHECK_EQ(progress.dropped, variant->dropped);
	CHECK_EQ(progress.waited, variant->waited);
	check_frame(1, 2);
	if (variant->on_full == ON_FULL_DROP)
		check_frame(2, 4);
	check_end(variant->produced);
}

static void record_and_stop(void)
{
	record_frame();
	if (seen.frames == 2)
		raise(SIGTERM);
}

TEST(signal_stops_with_a_mark_ok)
{
	struct options options = raw_options();
	struct progress progress;

	fake_device_kicked = record_and_stop;
	feed_raw(5, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_STOP);
	check_end(2);
}

static void record_hold_and_stop(void)
{
	record_and_stop();
	if (seen.frames == 2)
		fake_device.status->kernel_held = (1U << SLOTS) - 1;
}

TEST(mark_waits_for_a_slot_after_a_signal_ok)
{
	struct options options = raw_options();
	struct progress progress;

	fake_device.kernel_held = HELD_AT_FIRST;
	fake_device_kicked = record_hold_and_stop;
	fake_device_polled = release_held;
	feed_raw(5, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_STOP);
	check_end(2);
}

static void record_and_replace(void)
{
	record_frame();
	fake_device.status->state |= FRAMERING_STATE_STALE;
}

TEST(replaced_ring_fails)
{
	struct options options = raw_options();
	struct progress progress;

	fake_device_kicked = record_and_replace;
	feed_raw(5, 0);
	CHECK_EQ(run(&options, &progress), OUTCOME_DEVICE);
	CHECK_EQ(seen.frames, 1);
	CHECK_EQ(progress.produced, 0);
}
