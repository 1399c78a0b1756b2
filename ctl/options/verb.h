/* SPDX-License-Identifier: MIT */
/*
 * What a verb is: from these tables the parser, the help and the shells'
 * completions are made.
 */
#ifndef CTL_VERB_H
#define CTL_VERB_H

#include <stddef.h>
#include <stdint.h>

#include "common/outcome.h"

#define MAX_OPERANDS	8U

/**
 * struct option_entry - an option of a verb
 * @letter: its short form, 0 for none
 * @name: its long form
 * @value: what its value is called; NULL for none
 * @set: takes the value; 0, or -EINVAL if it is none. @to is where the verb's
 *	options are
 * @at: offset there of the member to set, if @set uses it
 * @min: the smallest number
 * @max: the largest number
 * @wants: what a good value looks like
 * @help: what it does
 * @words: what completes its value: words, or one of "@ring", "@file",
 *	"@format"; NULL: nothing does
 */
struct option_entry {
	char letter;
	const char *name;
	const char *value;
	int (*set)(void *to, const struct option_entry *entry,
		   const char *text);
	size_t at;
	uint64_t min;
	uint64_t max;
	const char *wants;
	const char *help;
	const char *words;
};

struct command;

/**
 * struct verb - one verb
 * @name: its name
 * @operands: its operands, for the help
 * @help: what it does, in one line
 * @about: more of it, lines with their ends, or NULL
 * @min: operands that there must be
 * @max: and that there may be
 * @words: what completes each operand, as in struct option_entry; the last one
 *	holds for those that follow
 * @prints: it prints, and so takes --json
 * @options: its options, up to one without a name; NULL for none
 * @room: bytes of what the options are put into, zero before
 * @init: fills in there what holds without options, or NULL
 * @run: does it
 */
struct verb {
	const char *name;
	const char *operands;
	const char *help;
	const char *about;
	unsigned int min;
	unsigned int max;
	const char *words[2];
	int prints;
	const struct option_entry *options;
	size_t room;
	void (*init)(void *options);
	enum outcome (*run)(const struct command *command);
};

/**
 * struct command - a command line
 * @verb: what to do
 * @verbs: all verbs, up to NULL
 * @operand: what to do it with
 * @operands: how many these are
 * @json: print JSON
 * @help: print the help and do nothing
 * @options: what the verb's options say
 */
struct command {
	const struct verb *verb;
	const struct verb *const *verbs;
	const char *operand[MAX_OPERANDS];
	unsigned int operands;
	uint32_t json;
	uint32_t help;
	void *options;
};

/* Options that all verbs have, and those that all have that print. */
extern const struct option_entry verb_common_options[];
extern const struct option_entry verb_print_options[];

#endif /* CTL_VERB_H */
