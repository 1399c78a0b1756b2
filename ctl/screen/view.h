/* SPDX-License-Identifier: MIT */
/* What is on the live screen, but for how it is drawn. */
#ifndef CTL_VIEW_H
#define CTL_VIEW_H

#include "ring/measure.h"

#define VIEW_ROWS	(FRAMERING_MAX_RINGS * FRAMERING_MAX_CONSUMERS)

enum view_sort {
	SORT_NAME,
	SORT_RATE,
	SORT_DROPS,
	SORT_LAG,
	SORTS,
};

/**
 * struct view_row - a ring, or a consumer of one
 * @ring: its number in the measured rings
 * @consumer: number of the consumer
 * @key: what it is sorted by
 */
struct view_row {
	unsigned int ring;
	unsigned int consumer;
	double key;
};

/**
 * struct view - the screen
 * @measured: what is shown
 * @ring: the rings, sorted
 * @rings: how many
 * @consumer: the consumers of all rings, sorted
 * @consumers: how many
 * @sort: by what
 * @frozen: no new looks are taken
 * @selected: which of @consumer
 * @id: the consumer's, so that it stays selected while rows move
 * @asking: whether to evict it is asked
 * @message: what came of the last key, or ""
 * @quit: the user has enough
 */
struct view {
	struct measured measured;
	struct view_row ring[FRAMERING_MAX_RINGS];
	unsigned int rings;
	struct view_row consumer[VIEW_ROWS];
	unsigned int consumers;
	enum view_sort sort;
	int frozen;
	unsigned int selected;
	uint64_t id;
	int asking;
	char message[256];
	int quit;
};

/* What it is sorted by, in a word. */
const char *view_sort_name(enum view_sort sort);

/*
 * Take a new look, unless it is frozen. Return: as measure_next(), but nothing
 * is said if the driver was unloaded.
 */
enum outcome view_update(struct view *view);

/* Put the rows in order, after a look or another @sort. */
void view_sort(struct view *view);

/* The consumer that is selected, or NULL: there is none. */
const struct framering_consumer_info *view_selected(const struct view *view);

/* Select the row @by further down; negative: up. */
void view_move(struct view *view, int by);

/* Take everything away from the consumer that is selected. */
void view_evict(struct view *view);

#endif /* CTL_VIEW_H */
