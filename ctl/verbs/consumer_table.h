/* SPDX-License-Identifier: MIT */
/* A ring's consumers, a line for each. */
#ifndef CTL_CONSUMER_TABLE_H
#define CTL_CONSUMER_TABLE_H

#include "print/table.h"
#include "ring/measure.h"

extern const char *const consumer_headings[];

/* Add the consumers of ring number @i of @measured to @table. */
void consumer_table_add(struct table *table, const struct measured *measured,
			unsigned int i);

/* Say on stderr why a ring's consumers are not told, if they are not. */
void consumer_table_note(const struct ring_state *state);

#endif /* CTL_CONSUMER_TABLE_H */
