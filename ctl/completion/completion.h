/* SPDX-License-Identifier: MIT */
/* Completions of the command line, for shells. */
#ifndef CTL_COMPLETION_H
#define CTL_COMPLETION_H

#include "options/verb.h"

/**
 * struct shell - a shell
 * @name: its name
 * @print: prints to standard output what it is to read
 */
struct shell {
	const char *name;
	void (*print)(const struct verb *const *verbs);
};

/* All of them, up to NULL. */
extern const struct shell *const shells[];

extern const struct shell shell_bash;
extern const struct shell shell_zsh;
extern const struct shell shell_fish;

/* Print the names of all pixel formats, with a blank before each. */
void completion_formats(void);

/* Not zero: @words are words, and do not stand for something else. */
int completion_plain(const char *words);

/* Print @text with each @quote in it as @as. */
void completion_quoted(const char *text, char quote, const char *as);

/* What ends in the shell's own list of rings. */
#define COMPLETION_RINGS	"ls /sys/class/framering 2>/dev/null"

#endif /* CTL_COMPLETION_H */
