// SPDX-License-Identifier: MIT
/* framering-produce --on-demand: nothing is read without a consumer. */
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/pace.h"
#include "fake_demand.h"
#include "fake_device.h"
#include "harness.h"
#include "produce_run.h"

/* Consumer 0 watches so many frames, whenever frames are waited for. */
static struct {
	unsigned int frames;
	unsigned int left;
	unsigned int pauses;
	unsigned int most;
	void (*end)(void);
} watching;

static void record_and_detach(void)
{
	record_frame();
	if (!--watching.left)
		fake_demand_detach(0);
}

/* The producer pauses: it has read what was watched and no more. */
static void check_and_attach(void)
{
	CHECK_EQ(seen.frames, watching.pauses * watching.frames);
	CHECK_EQ(lseek(STDIN_FILENO, 0, SEEK_CUR), seen.frames * FRAME);
	if (watching.pauses++ == watching.most) {
		watching.end();
		return;
	}
	watching.left = watching.frames;
	fake_demand_attach(NULL);
}

static void stop(void)
{
	raise(SIGTERM);
}

static void remove_device(void)
{
	fake_demand_state.gone = 1;
}

static void take_over(void)
{
	fake_device.query.generation++;
	fake_demand_state.serial++;
}

/* Standard input becomes a file of @frames: its offset tells what was read. */
static void feed_file(unsigned int frames)
{
	int file = memfd_create("clip", 0);
	uint8_t data[FRAME];
	unsigned int i;

	for (i = 0; i < frames; i++) {
		memset(data, (int)i + 1, FRAME);
		CHECK_EQ(write(file, data, FRAME), FRAME);
	}
	CHECK_OK(lseek(file, 0, SEEK_SET));
	CHECK_OK(dup2(file, STDIN_FILENO));
}

static struct options demand_options(unsigned int frames, unsigned int most,
				     void (*end)(void))
{
	struct options options = raw_options();

	options.on_demand = 1;
	watching.frames = frames;
	watching.most = most;
	watching.end = end;
	fake_device_kicked = record_and_detach;
	fake_device_slept = check_and_attach;
	return options;
}

static const struct {
	const char *name;
	unsigned int most;
	void (*end)(void);
	enum outcome want;
	int mark;
} ends[] = {
	{ "signal", 2, stop, OUTCOME_STOP, 1 },
	{ "signal_before_anybody_came", 0, stop, OUTCOME_STOP, 1 },
	{ "removal", 2, remove_device, OUTCOME_DEVICE, 0 },
	{ "removal_before_anybody_came", 0, remove_device, OUTCOME_DEVICE, 0 },
	{ "another_configuration", 1, take_over, OUTCOME_DEVICE, 0 },
};

TEST_VARIANTS(pauses_until_somebody_watches_or_it_ends_ok, ends)
{
	struct options options = demand_options(2, variant->most,
						variant->end);
	unsigned int frames = 2 * variant->most, i;
	struct progress progress;

	feed_file(6);
	CHECK_EQ(run(&options, &progress), variant->want);
	for (i = 0; i < frames; i++)
		check_frame(i, (int)i + 1);
	if (variant->mark)
		check_end(frames);
	else
		CHECK_EQ(seen.frames, frames);
	CHECK_EQ(progress.produced, frames);
}

TEST(end_of_the_input_is_a_mark_ok)
{
	struct options options = demand_options(2, 2, stop);
	struct progress progress;

	feed_file(3);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(3);
	CHECK_EQ(watching.pauses, 2);
}

/* At its end it does not wait for a consumer. */
TEST(frames_option_ends_without_another_pause_ok)
{
	struct options options = demand_options(2, 2, stop);
	struct progress progress;

	options.frames = 4;
	feed_file(6);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	check_end(4);
	CHECK_EQ(watching.pauses, 2);
}

static void attach_for_three(void)
{
	watching.pauses++;
	watching.left = 3;
	fake_demand_attach(NULL);
}

TEST(loop_goes_on_after_a_pause_ok)
{
	struct options options = demand_options(3, 0, stop);
	struct progress progress;
	unsigned int i;

	fake_device_slept = attach_for_three;
	options.loop = 1;
	options.frames = 6;
	feed_file(2);
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	for (i = 0; i < 6; i++)
		check_frame(i, i % 2 + 1);
	check_end(6);
	CHECK_EQ(watching.pauses, 2);
}

static void attach_or_stop(void)
{
	static unsigned int comes;

	if (comes++ == 3)
		raise(SIGTERM);
	else
		fake_demand_attach(NULL);
}

static void record_and_lose_one(void)
{
	record_frame();
	if (seen.frames == 2)
		fake_demand_detach(1);
	if (seen.frames == 4)
		fake_demand_detach(0);
}

TEST(wait_consumers_is_how_many_must_watch_ok)
{
	struct options options = demand_options(2, 2, stop);
	struct progress progress;

	options.wait_consumers = 2;
	fake_device_slept = attach_or_stop;
	fake_device_kicked = record_and_lose_one;
	feed_file(6);
	CHECK_EQ(run(&options, &progress), OUTCOME_STOP);
	check_end(4);
}

#define PERIOD_NS	50000000
#define PAUSE_NS	250000000

static uint64_t resumed_ns;

static void attach_late(void)
{
	if (seen.frames) {
		usleep(PAUSE_NS / 1000);
		resumed_ns = pace_now();
	}
	attach_for_three();
}

static const struct {
	const char *name;
	const char *header;
	uint32_t rate;
} rates[] = {
	{ "fps", "YUV4MPEG2 W4 H2\n", 20 },
	{ "realtime", "YUV4MPEG2 W4 H2 F20:1\n", 0 },
};

TEST_VARIANTS(pace_starts_anew_after_a_pause_ok, rates)
{
	struct options options = demand_options(3, 0, stop);
	struct progress progress;
	uint64_t began_ns = pace_now();
	char text[256];
	unsigned int i;

	strcpy(text, variant->header);
	for (i = 0; i < 6; i++)
		strcat(text, "FRAME\naaaaaaaaaaaa");
	feed(text, strlen(text));
	memset(&options.config, 0, sizeof(options.config));
	options.rate_given = variant->rate != 0;
	options.rate_num = variant->rate;
	options.rate_den = 1;
	options.realtime = !options.rate_given;
	fake_device_slept = attach_late;
	options.frames = 6;
	CHECK_EQ(run(&options, &progress), OUTCOME_OK);
	/* A producer that catches up shows them all at once. */
	CHECK_GE(seen.desc[5].time_ns, resumed_ns + 2 * PERIOD_NS);
	/* The summary's rate is that of the time in which frames were made. */
	CHECK_GE(progress.start_ns, began_ns + PAUSE_NS);
}
