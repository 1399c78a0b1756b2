// SPDX-License-Identifier: MIT
/* The terminal, by ncurses. */
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/stop.h"
#include "draw.h"
#include "keys.h"
#include "screen.h"

/* A signal may come just before a wait. */
#define PATIENCE_MS	200

static void loop(struct view *view, uint32_t interval_ms)
{
	int64_t next = clock_now() + interval_ms * NS_PER_MS;

	while (!view->quit && !stop_signal()) {
		int64_t left = (next - clock_now()) / NS_PER_MS + 1;
		int key;

		if (left <= 1) {
			next += interval_ms * NS_PER_MS;
			if (view_update(view))
				return;
			continue;
		}
		draw(view);
		timeout(left < PATIENCE_MS ? (int)left : PATIENCE_MS);
		key = getch();
		if (key != ERR && key != KEY_RESIZE)
			key_press(view, key);
	}
}

static SCREEN *begin(void)
{
	SCREEN *screen;

	setlocale(LC_CTYPE, "");
	screen = newterm(NULL, stdout, stdin);
	if (!screen)
		return NULL;
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	/* Escape alone is a key. */
	set_escdelay(50);
	curs_set(0);
	return screen;
}

enum outcome screen_run(uint32_t interval_ms)
{
	struct view *view = calloc(1, sizeof(*view));
	enum outcome outcome;
	SCREEN *screen;

	if (!view)
		return fail(OUTCOME_FAILED, "no memory");
	/* Before the screen is taken: what is wrong can be said. */
	outcome = measure_next(&view->measured);
	if (outcome)
		goto free_view;
	view_sort(view);
	screen = begin();
	if (!screen) {
		outcome = fail(OUTCOME_FAILED, "this terminal is not known; "
			       "set TERM, or let the output go to a pipe");
		goto free_measured;
	}
	loop(view, interval_ms);
	endwin();
	delscreen(screen);
	if (stop_signal())
		outcome = OUTCOME_STOP;
	else if (!view->quit)
		outcome = fail(OUTCOME_ABSENT, "the driver was unloaded");
free_measured:
	measure_free(&view->measured);
free_view:
	free(view);
	return outcome;
}
