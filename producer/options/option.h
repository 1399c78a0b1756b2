/* SPDX-License-Identifier: MIT */
/* The table of options, from which the parser and the help are made. */
#ifndef PRODUCE_OPTION_H
#define PRODUCE_OPTION_H

#include <stddef.h>

#include "options.h"

/**
 * struct option_entry - one option
 * @letter: its short form, 0 for none
 * @name: its long form
 * @value: what its value is called; NULL for none
 * @set: takes the value; 0, or -EINVAL if it is none
 * @at: offset of the member to set, if @set uses it
 * @max: the largest number
 * @wants: what a good value looks like
 * @help: what it does
 * @near: what a bad value may have meant, for its message; NULL: nobody knows
 */
struct option_entry {
	char letter;
	const char *name;
	const char *value;
	int (*set)(struct options *options, const struct option_entry *entry,
		   const char *text);
	size_t at;
	uint32_t max;
	const char *wants;
	const char *help;
	const char *(*near)(const char *text, char *line, size_t bytes);
};

#define OPTIONS	36

extern const struct option_entry option_entries[OPTIONS];

#endif /* PRODUCE_OPTION_H */
