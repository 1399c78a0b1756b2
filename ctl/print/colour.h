/* SPDX-License-Identifier: MIT */
/* Colours on a terminal. */
#ifndef CTL_COLOUR_H
#define CTL_COLOUR_H

enum colour {
	COLOUR_NONE,
	COLOUR_BOLD,
	COLOUR_GOOD,
	COLOUR_NOTE,
	COLOUR_BAD,
};

/* Not zero: standard output is a terminal, and NO_COLOR is not set. */
int colour_on(void);

/* What begins @colour and what ends it; "" where there are no colours. */
const char *colour_begin(enum colour colour);
const char *colour_end(void);

#endif /* CTL_COLOUR_H */
