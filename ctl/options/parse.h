/* SPDX-License-Identifier: MIT */
/* Command lines of a verb. */
#ifndef CTL_PARSE_H
#define CTL_PARSE_H

#include "verb.h"

/**
 * parse - read a verb's options and operands
 * @command: its @verb and @verbs are set, and @options has room; gets the rest
 * @argc: arguments from the verb on
 * @argv: they; the first is the verb itself. Their order may change.
 *
 * Return: OUTCOME_OK, or OUTCOME_USAGE after one line that says what is wrong.
 */
enum outcome parse(struct command *command, int argc, char **argv);

/* Option number @n of @verb, those of all verbs included; NULL after all. */
const struct option_entry *parse_option(const struct verb *verb,
					unsigned int n);

#endif /* CTL_PARSE_H */
