/* SPDX-License-Identifier: MIT */
/* What the user is told about the command line. */
#ifndef VIEW_USAGE_H
#define VIEW_USAGE_H

#include <stdbool.h>

/* Print the help, or of --help formats (@what) these; or the version. */
void usage_print(bool wants_help, const char *what);

/* "--wish @value: wants ...", and formats of near names. Return: -EINVAL. */
int usage_wrong_wish(const char *value);

/* "--@option @value: wants @want". Return: -EINVAL. */
int usage_wrong_value(const char *option, const char *value, const char *want);

/*
 * Say what getopt_long() found wrong, when it returned @option. getopt's own
 * messages begin with argv[0], which may be a path. Return: -EINVAL.
 */
int usage_bad_option(char **argv, int option);

#endif /* VIEW_USAGE_H */
