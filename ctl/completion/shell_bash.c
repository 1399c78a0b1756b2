// SPDX-License-Identifier: MIT
/* bash: a function that looks at the words so far. */
#include <stdio.h>
#include <string.h>

#include "completion.h"
#include "options/parse.h"

static const char head[] =
	"# bash completion of framering-ctl, made by 'framering-ctl "
	"completion bash'\n"
	"_framering_ctl()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"
	"\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	"\tlocal verb=${COMP_WORDS[1]} words= operand=0 i\n"
	"\tCOMPREPLY=()\n";

/* How the words of @words get into $words. */
static void print_words(const char *words, const char *indent)
{
	if (completion_plain(words)) {
		printf("%swords='%s'\n", indent, words);
	} else if (words && !strcmp(words, "@ring")) {
		printf("%swords=$(" COMPLETION_RINGS ")\n", indent);
	} else if (words && !strcmp(words, "@format")) {
		printf("%swords='", indent);
		completion_formats();
		puts("'");
	} else if (words && !strcmp(words, "@user")) {
		printf("%sCOMPREPLY=($(compgen -u -- \"$cur\"))\n", indent);
	} else if (words && !strcmp(words, "@group")) {
		printf("%sCOMPREPLY=($(compgen -g -- \"$cur\"))\n", indent);
	} else if (words && !strcmp(words, "@file")) {
		printf("%sCOMPREPLY=($(compgen -f -- \"$cur\"))\n", indent);
	}
}

static void print_verbs(const struct verb *const *verbs)
{
	fputs("\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\twords='--help "
	      "--version help", stdout);
	for (; *verbs; verbs++)
		printf(" %s", (*verbs)->name);
	puts("'\n\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
	     "\t\treturn\n\tfi");
}

/* After an option comes its value. */
static void print_values(const struct verb *verb)
{
	const struct option_entry *e;
	unsigned int i;

	for (i = 0; (e = parse_option(verb, i)); i++) {
		if (!e->value)
			continue;
		printf("\t%s:--%s", verb->name, e->name);
		if (e->letter)
			printf(" | %s:-%c", verb->name, e->letter);
		puts(")");
		print_words(e->words, "\t\t");
		puts("\t\tvalue=1 ;;");
	}
}

static void print_options(const struct verb *verb)
{
	const struct option_entry *e;
	unsigned int i;

	printf("\t%s)\n\t\twords='", verb->name);
	for (i = 0; (e = parse_option(verb, i)); i++)
		printf("%s--%s", i ? " " : "", e->name);
	puts("' ;;");
}

static void print_operands(const struct verb *verb)
{
	if (!verb->max)
		return;
	printf("\t%s:1)\n", verb->name);
	print_words(verb->words[0], "\t\t");
	puts("\t\t;;");
	if (verb->max < 2)
		return;
	printf("\t%s:*)\n", verb->name);
	print_words(verb->words[1] ? verb->words[1] : verb->words[0], "\t\t");
	puts("\t\t;;");
}

static void print(const struct verb *const *verbs)
{
	const struct verb *const *verb;

	fputs(head, stdout);
	print_verbs(verbs);
	puts("\tlocal value=\n\tcase $verb:$prev in");
	for (verb = verbs; *verb; verb++)
		print_values(*verb);
	puts("\tesac\n"
	     "\tif [ -n \"$value\" ]; then\n"
	     "\t\t[ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- "
	     "\"$cur\"))\n\t\treturn\n\tfi\n"
	     "\tif [[ $cur == -* ]]; then\n\tcase $verb in");
	for (verb = verbs; *verb; verb++)
		print_options(*verb);
	puts("\tesac\n\telse\n"
	     "\tfor ((i = 2; i <= COMP_CWORD; i++)); do\n"
	     "\t\t[[ ${COMP_WORDS[i]} == -* ]] || operand=$((operand + 1))\n"
	     "\tdone\n"
	     "\tcase $verb:$operand in");
	for (verb = verbs; *verb; verb++)
		print_operands(*verb);
	puts("\tesac\n\tfi\n"
	     "\t[ -z \"$words\" ] || COMPREPLY=($(compgen -W \"$words\" -- "
	     "\"$cur\"))\n}\n"
	     "complete -F _framering_ctl framering-ctl");
}

const struct shell shell_bash = { "bash", print };
