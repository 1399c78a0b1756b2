/* SPDX-License-Identifier: MIT */
/* What keys do on the live screen. */
#ifndef CTL_KEYS_H
#define CTL_KEYS_H

#include "view.h"

/**
 * struct key - a key
 * @code: as curses has it
 * @other: another one that does the same, or 0
 * @name: for the line that explains them; NULL: it is not named there
 * @what: what it does, in a word
 * @press: does it
 */
struct key {
	int code;
	int other;
	const char *name;
	const char *what;
	void (*press)(struct view *view);
};

/* All of them, up to one without a code. */
extern const struct key keys[];

/* A key was pressed. */
void key_press(struct view *view, int code);

#endif /* CTL_KEYS_H */
