// SPDX-License-Identifier: MIT
/*
 * framering-bench-framerate: framering and what people use today, side by side
 * in one run, each doing the same jobs. bench/framerate.sh runs it in all the
 * places there are and compares the figures.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "results.h"

#define REPETITIONS		9
#define QUICK_REPETITIONS	3
#define WINDOW_MS		200
#define QUICK_WINDOW_MS		20

static const char usage[] =
	"usage: framering-bench-framerate [OPTION]...\n"
	"Measures framering and other ways to carry frames, side by side.\n"
	"\n"
	"  --device FILE     a ring of the driver; give it twice, for there\n"
	"                    and back. They are configured anew.\n"
	"  --jobs LETTERS    only these (see --list)\n"
	"  --systems NAMES   only these, with commas between them\n"
	"  --repetitions N   of each figure, from 9 (default 9)\n"
	"  --window MS       length of each (default 200)\n"
	"  --quick           3 short repetitions: only to see that it works\n"
	"  --place NAME      what to call this place in the figures (native)\n"
	"  --json FILE       write the figures there, too\n"
	"  --list            tell jobs and systems\n"
	"  --help\n";

enum {
	OPT_DEVICE = 1, OPT_JOBS, OPT_SYSTEMS, OPT_REPETITIONS, OPT_WINDOW,
	OPT_QUICK, OPT_PLACE, OPT_JSON, OPT_LIST, OPT_HELP
};

static const struct option known[] = {
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "systems", required_argument, NULL, OPT_SYSTEMS },
	{ "repetitions", required_argument, NULL, OPT_REPETITIONS },
	{ "window", required_argument, NULL, OPT_WINDOW },
	{ "quick", no_argument, NULL, OPT_QUICK },
	{ "place", required_argument, NULL, OPT_PLACE },
	{ "json", required_argument, NULL, OPT_JSON },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "help", no_argument, NULL, OPT_HELP },
	{ 0 },
};

static void list(void)
{
	size_t i;

	puts("jobs:");
	for (i = 0; jobs[i]; i++)
		printf("  %c  %-18s %s\n", jobs[i]->letter, jobs[i]->name,
		       jobs[i]->about);
	puts("systems:");
	for (i = 0; systems[i]; i++)
		printf("  %-18s %s\n", systems[i]->name, systems[i]->about);
}

static int is_job(char letter)
{
	size_t i;

	for (i = 0; jobs[i]; i++)
		if (jobs[i]->letter == letter)
			return 1;
	return 0;
}

/* A name that is not there would silently leave a system out. */
static int are_systems(const char *list)
{
	size_t length, i;

	for (; *list; list += length + (list[length] == ',')) {
		length = strcspn(list, ",");
		for (i = 0; systems[i]; i++)
			if (strlen(systems[i]->name) == length &&
			    !strncmp(systems[i]->name, list, length))
				break;
		if (!systems[i])
			return 0;
	}
	return 1;
}

/**
 * struct options - the command line
 * @plan: what to do
 * @json: file to write, or NULL
 * @window: in milliseconds
 * @devices: rings given so far
 * @bad: not zero: something was wrong
 */
struct options {
	struct plan *plan;
	const char *json;
	uint32_t window;
	uint32_t devices;
	int bad;
};

static void set(struct options *options, int option)
{
	struct plan *plan = options->plan;

	if (option == OPT_DEVICE && options->devices < 2) {
		system_device[options->devices++] = optarg;
	} else if (option == OPT_JOBS) {
		plan->jobs = optarg;
		while (is_job(*optarg))
			optarg++;
		options->bad |= *optarg || optarg == plan->jobs;
	} else if (option == OPT_SYSTEMS) {
		plan->systems = optarg;
		options->bad |= !are_systems(optarg);
	} else if (option == OPT_REPETITIONS) {
		plan->repetitions = number(optarg, REPETITIONS, SAMPLE_MAX);
		options->bad |= !plan->repetitions;
	} else if (option == OPT_WINDOW) {
		options->window = number(optarg, 1, 60000);
		options->bad |= !options->window;
	} else if (option == OPT_QUICK) {
		plan->pace.quick = 1;
	} else if (option == OPT_PLACE) {
		plan->place = optarg;
		options->bad |= optarg[strcspn(optarg, "\"\\\n")];
	} else if (option == OPT_JSON) {
		options->json = optarg;
	} else {
		options->bad = 1;
	}
}

static void parse(int argc, char **argv, struct options *options)
{
	struct plan *plan = options->plan;
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (option == OPT_HELP)
			fputs(usage, stdout);
		else if (option == OPT_LIST)
			list();
		else
			set(options, option);
		if (option == OPT_HELP || option == OPT_LIST)
			exit(0);
	}
	if (options->bad || optind < argc || options->devices == 1) {
		fputs(usage, stderr);
		exit(2);
	}
	if (!plan->repetitions)
		plan->repetitions = plan->pace.quick ? QUICK_REPETITIONS :
						       REPETITIONS;
	if (!options->window)
		options->window = plan->pace.quick ? QUICK_WINDOW_MS :
						     WINDOW_MS;
	plan->pace.window_ns = options->window * 1000000LL;
}

static int complain(const char *what, int error)
{
	fprintf(stderr, "framering-bench-framerate: %s: %s\n", what,
		strerror(-error));
	return 1;
}

int main(int argc, char **argv)
{
	static struct plan plan = { .place = "native" };
	struct options options = { .plan = &plan };
	struct machine machine;
	int error, failed;

	parse(argc, argv, &options);
	machine = machine_detect();
	error = results_plan(&plan);
	if (error)
		return complain("figures", error);
	failed = results_measure(&plan);
	results_print(&plan, &machine);
	error = options.json ? results_save(&plan, &machine, options.json) : 0;
	if (error)
		return complain(options.json, error);
	return failed != 0;
}
