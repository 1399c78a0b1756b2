// SPDX-License-Identifier: MIT
#include <stdio.h>

#include "parse.h"
#include "usage.h"

static void print_option(const struct option_entry *e)
{
	char name[40];

	snprintf(name, sizeof(name), "--%s%s%s", e->name, e->value ? " " : "",
		 e->value ? e->value : "");
	printf("  %c%c%c %-25s %s\n", e->letter ? '-' : ' ',
	       e->letter ? e->letter : ' ', e->letter ? ',' : ' ', name,
	       e->help);
}

void usage_all(const struct verb *const *verbs)
{
	puts("Usage: framering-ctl VERB [OPTION]... [OPERAND]...\n"
	     "See and manage rings of video frames.\n");
	for (; *verbs; verbs++)
		printf("  %-11s %s\n", (*verbs)->name, (*verbs)->help);
	puts("\n'framering-ctl VERB --help' has the options of a verb. A ring "
	     "is named by\nits number, the name of its node as framering-left, "
	     "what follows framering-\nthere, or a path with a slash.");
}

void usage_verb(const struct verb *verb)
{
	const struct option_entry *entry;
	unsigned int i;

	printf("Usage: framering-ctl %s [OPTION]...%s%s\n%s.\n", verb->name,
	       *verb->operands ? " " : "", verb->operands, verb->help);
	if (verb->about)
		printf("\n%s", verb->about);
	puts("");
	for (i = 0; (entry = parse_option(verb, i)); i++)
		print_option(entry);
}
