// SPDX-License-Identifier: MIT
/* From a command line to a verb. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options/parse.h"
#include "options/usage.h"
#include "run.h"
#include "verbs/verbs.h"

#define HINT	"; try 'framering-ctl --help'"

static const struct verb *find(const char *name)
{
	const struct verb *const *verb;

	for (verb = all_verbs; *verb; verb++)
		if (!strcmp((*verb)->name, name))
			return *verb;
	return NULL;
}

static enum outcome run_verb(const struct verb *verb, int argc, char **argv)
{
	struct command command = { .verb = verb, .verbs = all_verbs };
	enum outcome outcome;

	command.options = calloc(1, verb->room + 1);
	if (!command.options)
		return fail(OUTCOME_FAILED, "no memory");
	if (verb->init)
		verb->init(command.options);
	outcome = parse(&command, argc, argv);
	if (!outcome && command.help)
		usage_verb(verb);
	else if (!outcome)
		outcome = verb->run(&command);
	free(command.options);
	return outcome;
}

static enum outcome help(int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2) {
		usage_all(all_verbs);
		return OUTCOME_OK;
	}
	verb = find(argv[1]);
	if (!verb)
		return fail(OUTCOME_USAGE, "%s: no such verb" HINT, argv[1]);
	usage_verb(verb);
	return OUTCOME_OK;
}

int run_program(int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2)
		return (int)fail(OUTCOME_USAGE, "wants a verb" HINT);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help"))
		return (int)help(argc - 1, argv + 1);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("framering-ctl " FRAMERING_VERSION);
		return 0;
	}
	verb = find(argv[1]);
	if (!verb)
		return (int)fail(OUTCOME_USAGE, "%s: no such verb" HINT,
				 argv[1]);
	return (int)run_verb(verb, argc - 1, argv + 1);
}
