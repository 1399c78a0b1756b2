// SPDX-License-Identifier: MIT
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "colour.h"

static const char *const begins[] = {
	[COLOUR_NONE] = "",
	[COLOUR_BOLD] = "\033[1m",
	[COLOUR_GOOD] = "\033[32m",
	[COLOUR_NOTE] = "\033[33m",
	[COLOUR_BAD] = "\033[1;31m",
};

int colour_on(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return !(no_color && *no_color) && term && strcmp(term, "dumb") &&
	       isatty(STDOUT_FILENO);
}

const char *colour_begin(enum colour colour)
{
	return colour_on() ? begins[colour] : "";
}

const char *colour_end(void)
{
	return colour_on() ? "\033[0m" : "";
}
