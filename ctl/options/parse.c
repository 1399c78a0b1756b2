// SPDX-License-Identifier: MIT
#include <getopt.h>
#include <string.h>

#include "parse.h"
#include "set.h"

#define MAX_OPTIONS	48U
#define HINT	"; try 'framering-ctl %s --help'"
/* getopt_long() returns this and the option's number. */
#define LONG	256

const struct option_entry verb_print_options[] = {
	{ 0, "json", NULL, set_flag, offsetof(struct command, json), 0, 0,
	  NULL, "print JSON, whose keys stay", NULL },
	{ 0 }
};
const struct option_entry verb_common_options[] = {
	{ 'h', "help", NULL, set_flag, offsetof(struct command, help), 0, 0,
	  NULL, "print this", NULL },
	{ 0 }
};

const struct option_entry *parse_option(const struct verb *verb,
					unsigned int n)
{
	const struct option_entry *table[] = {
		verb->options,
		verb->prints ? verb_print_options : NULL,
		verb_common_options,
	};
	const struct option_entry *entry;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (entry = table[i]; entry && entry->name; entry++)
			if (!n--)
				return entry;
	return NULL;
}

/* An option that every verb may have is no option of the verb's own. */
static int is_common(const struct option_entry *entry)
{
	return entry == verb_print_options || entry == verb_common_options;
}

/* getopt_long()'s tables, from ours. */
static void make_tables(const struct verb *verb, struct option *longs,
			char *shorts)
{
	const struct option_entry *e;
	unsigned int i;

	*shorts++ = ':';
	for (i = 0; i < MAX_OPTIONS && (e = parse_option(verb, i)); i++) {
		longs[i] = (struct option){
			.name = e->name,
			.has_arg = e->value ? required_argument : no_argument,
			.val = LONG + (int)i,
		};
		if (!e->letter)
			continue;
		*shorts++ = e->letter;
		if (e->value)
			*shorts++ = ':';
	}
	*shorts = '\0';
}

static const struct option_entry *find(const struct verb *verb, int got)
{
	const struct option_entry *e;
	unsigned int i;

	if (got >= LONG)
		return parse_option(verb, (unsigned int)(got - LONG));
	for (i = 0; (e = parse_option(verb, i)); i++)
		if (e->letter && e->letter == got)
			return e;
	return NULL;
}

static enum outcome refuse(const struct verb *verb, int got,
			   const char *argument)
{
	const struct option_entry *e;

	if (got == ':') {
		e = find(verb, optopt);
		return fail(OUTCOME_USAGE, "%s: needs a value: %s" HINT,
			    argument, e ? e->wants : "see the help",
			    verb->name);
	}
	if (optopt >= LONG)
		return fail(OUTCOME_USAGE, "%s: takes no value" HINT, argument,
			    verb->name);
	if (strncmp(argument, "--", 2))
		return fail(OUTCOME_USAGE, "-%c: no such option" HINT, optopt,
			    verb->name);
	return fail(OUTCOME_USAGE, "%s: no such option" HINT, argument,
		    verb->name);
}

static enum outcome take_options(struct command *command, int argc,
				 char **argv)
{
	struct option longs[MAX_OPTIONS + 1] = { 0 };
	char shorts[2 * MAX_OPTIONS + 2];
	int got;

	make_tables(command->verb, longs, shorts);
	opterr = 0;
	/* glibc's way to begin anew, as tests do. */
	optind = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_entry *e = find(command->verb, got);
		void *to = command->options;

		if (!e)
			return refuse(command->verb, got, argv[optind - 1]);
		if (is_common(e))
			to = command;
		if (e->set(to, e, optarg))
			return fail(OUTCOME_USAGE, "--%s %s: not %s" HINT,
				    e->name, optarg, e->wants,
				    command->verb->name);
	}
	return OUTCOME_OK;
}

enum outcome parse(struct command *command, int argc, char **argv)
{
	const struct verb *verb = command->verb;
	enum outcome outcome = take_options(command, argc, argv);

	if (outcome || command->help)
		return outcome;
	for (; optind < argc; optind++) {
		if (command->operands == verb->max || !*argv[optind])
			return fail(OUTCOME_USAGE, "%s: unexpected argument"
				    HINT, argv[optind], verb->name);
		command->operand[command->operands++] = argv[optind];
	}
	if (command->operands < verb->min)
		return fail(OUTCOME_USAGE, "%s: wants %s" HINT, verb->name,
			    verb->operands, verb->name);
	return OUTCOME_OK;
}
