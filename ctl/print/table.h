/* SPDX-License-Identifier: MIT */
/* Tables of text, each column as wide as it needs. */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <stddef.h>

#define TABLE_COLUMNS	16U
#define TABLE_CELL	48U

/**
 * struct table - a table
 * @heading: of each column; one that begins with '>' is of numbers, which stand
 *	to the right
 * @columns: how many
 * @rows: how many
 * @room: rows that there is room for
 * @cell: the cells, row by row
 * @next: the cell to be filled next
 * @failed: there was no memory
 */
struct table {
	const char *const *heading;
	size_t columns;
	size_t rows;
	size_t room;
	char (*cell)[TABLE_CELL];
	size_t next;
	int failed;
};

/* An empty table of the columns of @heading, which ends with NULL. */
void table_init(struct table *table, const char *const *heading);

/* Fill the next cell. */
void table_add(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Print it, and free what it took. 0, or -ENOMEM. */
int table_print(struct table *table);

#endif /* CTL_TABLE_H */
