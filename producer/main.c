// SPDX-License-Identifier: MIT
/* framering-produce: put video frames into a ring. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "options.h"
#include "outcome.h"
#include "produce.h"
#include "progress.h"
#include "ring.h"
#include "stop.h"

/*
 * The driver takes a ring's memory back when the device goes or somebody else
 * takes the ring over; whoever touches it then gets this signal.
 */
static void taken_away(int signal)
{
	static const char text[] = "framering-produce: the ring was taken "
				   "away; start again\n";

	(void)signal;
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(OUTCOME_DEVICE);
	_exit(OUTCOME_DEVICE);
}

static enum outcome run(const struct options *options, struct input *input,
			struct ring *ring)
{
	struct progress progress;
	enum outcome outcome = OUTCOME_OK;

	if (options->verbose)
		ring_describe(ring);
	/* On demand it is waited for again and again, within produce(). */
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
	struct input input;
	struct ring ring;
	enum outcome outcome = input_open(&input, options);

	if (outcome)
		return outcome;
	outcome = ring_open(&ring, options->device, &options->config,
			    &input.geometry);
	if (!outcome) {
		outcome = run(options, &input, &ring);
		ring_close(&ring);
	}
	input_close(&input);
	return outcome;
}

int main(int argc, char **argv)
{
	struct options options;
	enum outcome outcome;
	int ret;

	/* Whole lines, also where several programs write. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	outcome = options_parse(&options, argc, argv);
	if (outcome)
		return (int)outcome;
	if (options.help) {
		options_help();
		return 0;
	}
	if (options.version) {
		puts("framering-produce " FRAMERING_VERSION);
		return 0;
	}
	signal(SIGBUS, taken_away);
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
