// SPDX-License-Identifier: MIT
/* framering-produce: put video frames into a ring. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <programs/formats.h>
#include <programs/standard_files.h>

#include "common/outcome.h"
#include "common/progress.h"
#include "common/stop.h"
#include "input/input.h"
#include "options/options.h"
#include "produce.h"
#include "ring/ring.h"

static enum outcome run(const struct options *options, struct input *input,
			struct ring *ring)
{
	struct progress progress;
	enum outcome outcome = OUTCOME_OK;

	if (options->verbose)
		ring_describe(ring);
	/* With --on-demand produce() waits for them, before each frame. */
	if (options->wait_consumers && !options->on_demand)
		outcome = ring_wait_consumers(ring, options->wait_consumers);
	progress_init(&progress, (int)options->quiet);
	if (!outcome)
		outcome = produce(options, input, ring, &progress);
	if (!options->quiet)
		progress_summary(&progress);
	if (options->stats)
		progress_stats(&progress);
	return outcome;
}

static enum outcome run_input(const struct options *options)
{
	struct framering_config config;
	struct input input;
	struct ring ring;
	enum outcome outcome = input_open(&input, options);

	if (outcome)
		return outcome;
	config = input_config(&input, options);
	outcome = ring_open(&ring, options->device, &config);
	if (!outcome) {
		outcome = run(options, &input, &ring);
		ring_close(&ring);
	}
	input_close(&input);
	return outcome;
}

static int run_program(int argc, char **argv)
{
	struct options options;
	enum outcome outcome;
	int ret;

	outcome = options_parse(&options, argc, argv);
	if (outcome)
		return (int)outcome;
	if (options.help_formats) {
		formats_print(stdout);
		return 0;
	}
	if (options.help) {
		options_help();
		return 0;
	}
	if (options.version) {
		puts("framering-produce " FRAMERING_VERSION);
		return 0;
	}
	ret = stop_init();
	if (ret)
		return (int)fail(OUTCOME_DEVICE, "signals: %s", strerror(-ret));
	outcome = run_input(&options);
	if (outcome == OUTCOME_STOP) {
		fflush(NULL);
		stop_die();
	}
	return outcome == OUTCOME_END ? 0 : (int)outcome;
}

int main(int argc, char **argv)
{
	standard_files_begin();
	/* Whole lines, also where several programs write to one terminal. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return standard_files_end("framering-produce", run_program(argc, argv));
}
