// SPDX-License-Identifier: MIT
/*
 * fuzz-driver: random sequences of all that a program can do to framering's
 * driver. For a virtual machine, as root. Tells each sequence as a line before
 * it does it, and stops at the first that does harm; --replay does it
 * again, exactly if it has one thread.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "card.h"
#include "check.h"
#include "harness.h"
#include "sequence.h"

/* Sequences between two looks at the memory. */
#define LIMITS_EVERY	16

static const char usage[] =
	"usage: fuzz-driver [--seed N] [--seconds N] [--sequences N] [--trace]"
	"\n"
	"       fuzz-driver --replay LINE [--trace]\n";

static struct {
	uint64_t seed;
	unsigned long seconds, sequences;
	const char *replay;
	int trace;
} options = { .seconds = 10, .sequences = -1UL };

void test_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	printf("# %s:%d: ", file, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	fflush(stdout);
	_exit(1);
}

static const struct option long_options[] = {
	{ "seed", required_argument, NULL, 's' },
	{ "seconds", required_argument, NULL, 't' },
	{ "sequences", required_argument, NULL, 'n' },
	{ "replay", required_argument, NULL, 'r' },
	{ "trace", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

static int parse(int argc, char **argv)
{
	int option;

	options.seed = (uint64_t)time(NULL);
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) > 0) {
		if (option == 's')
			options.seed = strtoull(optarg, NULL, 0);
		else if (option == 't')
			options.seconds = strtoul(optarg, NULL, 0);
		else if (option == 'n')
			options.sequences = strtoul(optarg, NULL, 0);
		else if (option == 'r')
			options.replay = optarg;
		else if (option == 'v')
			options.trace = 1;
		else
			return -1;
	}
	return optind == argc ? 0 : -1;
}

static int try(const struct sequence *sequence, int limits)
{
	char line[128];

	sequence_print(sequence, line, sizeof(line));
	printf("# %s\n", line);
	if (sequence_run(sequence, options.trace))
		return -1;
	return check_rings(limits);
}

static int replay(void)
{
	struct sequence sequence;

	if (sequence_parse(&sequence, options.replay)) {
		fprintf(stderr, "fuzz-driver: --replay: no line of mine: %s\n",
			options.replay);
		exit(2);
	}
	return try(&sequence, 1);
}

static int go_on(uint64_t *done)
{
	time_t end = time(NULL) + (time_t)options.seconds;

	while (*done < options.sequences && time(NULL) < end) {
		struct sequence sequence = sequence_make(options.seed, *done);

		if (try(&sequence, *done % LIMITS_EVERY == 0))
			return -1;
		++*done;
	}
	/* Nothing was tried: nothing is proved. */
	return *done ? 0 : -1;
}

int main(int argc, char **argv)
{
	uint64_t done = 0;
	int ret;

	if (parse(argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("TAP version 13\n1..1\n");
	card_find();
	/* The ring is as it should be before anything was done to it. */
	ret = check_rings(1);
	if (!ret)
		ret = options.replay ? replay() : go_on(&done);
	printf("# %llu sequences of seed %llu\n", (unsigned long long)done,
	       (unsigned long long)options.seed);
	printf("%sok 1 - random_sequences_harm_nobody_ok\n",
	       ret ? "not " : "");
	return ret ? 1 : 0;
}
