// SPDX-License-Identifier: MIT
#include <curses.h>

#include "keys.h"

static void press_quit(struct view *view)
{
	view->quit = 1;
}

static void press_freeze(struct view *view)
{
	view->frozen = !view->frozen;
}

static void press_sort(struct view *view)
{
	view->sort = (view->sort + 1) % SORTS;
	view_sort(view);
}

static void press_up(struct view *view)
{
	view_move(view, -1);
}

static void press_down(struct view *view)
{
	view_move(view, 1);
}

static void press_evict(struct view *view)
{
	view->asking = view_selected(view) != NULL;
}

void key_press(struct view *view, int code)
{
	const struct key *key;

	view->message[0] = '\0';
	if (view->asking) {
		view->asking = 0;
		if (code == 'y')
			view_evict(view);
		return;
	}
	for (key = keys; key->code; key++)
		if (key->code == code || (key->other && key->other == code))
			key->press(view);
}

const struct key keys[] = {
	{ KEY_UP, 'k', "up", NULL, press_up },
	{ KEY_DOWN, 'j', "down", "choose", press_down },
	{ 's', 0, "s", "sort", press_sort },
	{ ' ', 'f', "space", "freeze", press_freeze },
	{ 'e', 0, "e", "evict", press_evict },
	{ 'q', 27, "q", "quit", press_quit },
	{ 0 }
};
