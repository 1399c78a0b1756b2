// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/text.h"
#include "view.h"

static const char *const sorts[] = {
	[SORT_NAME] = "name",
	[SORT_RATE] = "rate",
	[SORT_DROPS] = "drops",
	[SORT_LAG] = "lag",
};

const char *view_sort_name(enum view_sort sort)
{
	return sorts[sort];
}

static const struct framering_consumer_info *
info_of(const struct view *view, const struct view_row *row)
{
	return &view->measured.after[row->ring].consumer[row->consumer];
}

static double consumer_key(const struct view *view, const struct view_row *row)
{
	const struct framering_consumer_info *c = info_of(view, row);

	switch (view->sort) {
	case SORT_RATE:
		return ring_state_consumer_rate(
				&view->measured.before[row->ring],
				&view->measured.after[row->ring],
				row->consumer);
	case SORT_DROPS:
		return (double)c->dropped;
	case SORT_LAG:
		return c->lag;
	default:
		return 0;
	}
}

/* The largest lag of its consumers is a ring's. */
static double ring_lag(const struct ring_state *state)
{
	uint32_t todo = state->told, most = 0;

	for (; todo; todo &= todo - 1) {
		uint32_t lag = state->consumer[__builtin_ctz(todo)].lag;

		if (lag > most)
			most = lag;
	}
	return most;
}

static double ring_key(const struct view *view, unsigned int i)
{
	const struct ring_state *state = &view->measured.after[i];

	switch (view->sort) {
	case SORT_RATE:
		return ring_state_rate(&view->measured.before[i], state);
	case SORT_DROPS:
		return (double)ring_state_dropped(state);
	case SORT_LAG:
		return ring_lag(state);
	default:
		return 0;
	}
}

/* The largest first; what is the same, by name. */
static int compare(const void *one, const void *two)
{
	const struct view_row *a = one, *b = two;

	if (a->key != b->key)
		return a->key < b->key ? 1 : -1;
	if (a->ring != b->ring)
		return a->ring < b->ring ? -1 : 1;
	return a->consumer < b->consumer ? -1 : a->consumer > b->consumer;
}

static void add_consumers(struct view *view, unsigned int ring)
{
	uint32_t todo = view->measured.after[ring].told;

	for (; todo; todo &= todo - 1) {
		struct view_row *row = &view->consumer[view->consumers++];

		row->ring = ring;
		row->consumer = (unsigned int)__builtin_ctz(todo);
		row->key = consumer_key(view, row);
	}
}

/* The selected consumer is where it is now, or another is selected. */
static void find_selected(struct view *view)
{
	unsigned int i;

	for (i = 0; i < view->consumers; i++)
		if (info_of(view, &view->consumer[i])->id == view->id) {
			view->selected = i;
			return;
		}
	/* It has gone, and with it the question. */
	view->asking = 0;
	if (view->selected >= view->consumers)
		view->selected = view->consumers ? view->consumers - 1 : 0;
	view->id = view->consumers ?
		   info_of(view, &view->consumer[view->selected])->id : 0;
}

void view_sort(struct view *view)
{
	unsigned int i;

	view->consumers = 0;
	view->rings = view->measured.count;
	for (i = 0; i < view->rings; i++) {
		view->ring[i] = (struct view_row){
			.ring = i,
			.key = ring_key(view, i),
		};
		add_consumers(view, i);
	}
	qsort(view->ring, view->rings, sizeof(view->ring[0]), compare);
	qsort(view->consumer, view->consumers, sizeof(view->consumer[0]),
	      compare);
	find_selected(view);
}

enum outcome view_update(struct view *view)
{
	enum outcome outcome;

	if (view->frozen)
		return OUTCOME_OK;
	/* A line about it would be lost on the screen. */
	if (!rings_driver_loaded())
		return OUTCOME_ABSENT;
	outcome = measure_next(&view->measured);
	if (!outcome)
		view_sort(view);
	return outcome;
}

const struct framering_consumer_info *view_selected(const struct view *view)
{
	return view->consumers ?
	       info_of(view, &view->consumer[view->selected]) : NULL;
}

void view_move(struct view *view, int by)
{
	const struct framering_consumer_info *c;

	if (by < 0 && view->selected)
		view->selected--;
	else if (by > 0 && view->selected + 1 < view->consumers)
		view->selected++;
	c = view_selected(view);
	if (c)
		view->id = c->id;
}

void view_evict(struct view *view)
{
	const struct framering_consumer_info *c = view_selected(view);
	unsigned int index = view->consumer[view->selected].consumer;
	const struct ring_state *state;
	struct framering *ring;
	char name[80];
	int ret;

	if (!c)
		return;
	state = &view->measured.after[view->consumer[view->selected].ring];
	ret = framering_open(&ring, state->path, O_RDWR);
	if (!ret) {
		ret = framering_evict(ring, index, c->id);
		framering_close(ring);
	}
	text_name(c->name, sizeof(c->name), name, sizeof(name));
	snprintf(view->message, sizeof(view->message), "%s %s: %.80s",
		 ret ? "cannot evict" : "evicted", name,
		 ret ? framering_error_text(ret) : "it may attach anew");
}
