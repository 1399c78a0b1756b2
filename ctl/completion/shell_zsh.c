// SPDX-License-Identifier: MIT
/* zsh: a line for _arguments for each option. */
#include <stdio.h>
#include <string.h>

#include "completion.h"
#include "options/parse.h"

/* What _arguments does for a value or an operand. */
static void print_action(const char *words)
{
	if (completion_plain(words)) {
		printf("(%s)", words);
	} else if (words && !strcmp(words, "@ring")) {
		fputs("_framering_ctl_rings", stdout);
	} else if (words && !strcmp(words, "@format")) {
		fputs("(", stdout);
		completion_formats();
		fputs(")", stdout);
	} else if (words && !strcmp(words, "@user")) {
		fputs("_users", stdout);
	} else if (words && !strcmp(words, "@group")) {
		fputs("_groups", stdout);
	} else if (words && !strcmp(words, "@file")) {
		fputs("_files", stdout);
	} else {
		fputs(" ", stdout);
	}
}

/* In single quotes; a colon and a bracket mean something to _arguments. */
static void print_help(const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr(":[]", *text))
			printf("\\%c", *text);
		else
			putchar(*text);
}

static void print_option(const struct option_entry *e, const char *dashes,
			 const char *name)
{
	printf("\t\t\t'%s%s[", dashes, name);
	print_help(e->help);
	fputs("]", stdout);
	if (e->value) {
		fputs(":", stdout);
		print_help(e->value);
		fputs(":", stdout);
		print_action(e->words);
	}
	fputs("' \\\n", stdout);
}

static void print_verb(const struct verb *verb)
{
	const struct option_entry *e;
	unsigned int i;

	printf("\t%s)\n\t\t_arguments \\\n", verb->name);
	for (i = 0; (e = parse_option(verb, i)); i++) {
		const char letter[] = { e->letter, '\0' };

		print_option(e, "--", e->name);
		if (e->letter)
			print_option(e, "-", letter);
	}
	if (verb->max) {
		fputs("\t\t\t'1:operand:", stdout);
		print_action(verb->words[0]);
		fputs("'", stdout);
	}
	if (verb->max > 1) {
		fputs(" \\\n\t\t\t'*:operand:", stdout);
		print_action(verb->words[1] ? verb->words[1] : verb->words[0]);
		fputs("'", stdout);
	}
	puts("\n\t\t;;");
}

static void print(const struct verb *const *verbs)
{
	const struct verb *const *verb;

	puts("#compdef framering-ctl\n"
	     "# Made by 'framering-ctl completion zsh'.\n"
	     "_framering_ctl_rings()\n{\n"
	     "\tlocal -a found\n"
	     "\tfound=($(" COMPLETION_RINGS "))\n"
	     "\tcompadd -a found\n}\n\n"
	     "_framering_ctl()\n{\n"
	     "\tlocal -a verbs\n\tverbs=(");
	for (verb = verbs; *verb; verb++) {
		printf("\t\t'%s:", (*verb)->name);
		print_help((*verb)->help);
		puts("'");
	}
	puts("\t)\n"
	     "\tif ((CURRENT == 2)); then\n"
	     "\t\t_describe verb verbs\n\t\treturn\n\tfi\n"
	     "\tlocal verb=$words[2]\n"
	     "\tshift words\n\t((CURRENT--))\n"
	     "\tcase $verb in");
	for (verb = verbs; *verb; verb++)
		print_verb(*verb);
	puts("\tesac\n}\n\n_framering_ctl \"$@\"");
}

const struct shell shell_zsh = { "zsh", print };
