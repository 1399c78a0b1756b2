// SPDX-License-Identifier: MIT
/* fish: a command for each verb and each option. */
#include <stdio.h>
#include <string.h>

#include "completion.h"
#include "options/parse.h"

/* -f: no files; -F: files; -a: what there is. */
static void print_action(const char *words, int value)
{
	const char *kind = value ? "-x" : "-f";

	if (words && !strcmp(words, "@file")) {
		fputs(value ? " -r -F" : " -F", stdout);
	} else if (completion_plain(words)) {
		printf(" %s -a '%s'", kind, words);
	} else if (words && !strcmp(words, "@ring")) {
		printf(" %s -a '(" COMPLETION_RINGS ")'", kind);
	} else if (words && !strcmp(words, "@format")) {
		printf(" %s -a '", kind);
		completion_formats();
		fputs("'", stdout);
	} else if (words && !strcmp(words, "@user")) {
		printf(" %s -a '(__fish_complete_users)'", kind);
	} else if (words && !strcmp(words, "@group")) {
		printf(" %s -a '(__fish_complete_groups)'", kind);
	} else {
		printf(" %s", kind);
	}
}

static void begin(const char *condition, const char *verb)
{
	printf("complete -c framering-ctl -n '%s%s%s'", condition,
	       *verb ? " " : "", verb);
}

static void print_option(const struct verb *verb, const struct option_entry *e)
{
	begin("__fish_seen_subcommand_from", verb->name);
	printf(" -l %s", e->name);
	if (e->letter)
		printf(" -s %c", e->letter);
	if (e->value)
		print_action(e->words, 1);
	fputs(" -d '", stdout);
	completion_quoted(e->help, '\'', "\\'");
	puts("'");
}

static void print_verb(const struct verb *verb)
{
	const struct option_entry *e;
	unsigned int i;

	begin("__fish_use_subcommand", "");
	printf(" -f -a %s -d '", verb->name);
	completion_quoted(verb->help, '\'', "\\'");
	puts("'");
	for (i = 0; (e = parse_option(verb, i)); i++)
		print_option(verb, e);
	for (i = 0; i < 2 && i < verb->max; i++) {
		if (!verb->words[i])
			continue;
		begin("__fish_seen_subcommand_from", verb->name);
		print_action(verb->words[i], 0);
		puts("");
	}
}

static void print(const struct verb *const *verbs)
{
	puts("# fish completion of framering-ctl, made by 'framering-ctl "
	     "completion fish'\ncomplete -c framering-ctl -f");
	for (; *verbs; verbs++)
		print_verb(*verbs);
}

const struct shell shell_fish = { "fish", print };
