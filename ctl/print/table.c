// SPDX-License-Identifier: MIT
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "colour.h"
#include "table.h"

void table_init(struct table *table, const char *const *heading)
{
	memset(table, 0, sizeof(*table));
	table->heading = heading;
	while (heading[table->columns])
		table->columns++;
}

static int grow(struct table *table)
{
	size_t room = table->room ? 2 * table->room : 16;
	void *cell = reallocarray(table->cell, room * table->columns,
				  TABLE_CELL);

	if (!cell)
		return -ENOMEM;
	table->cell = cell;
	table->room = room;
	return 0;
}

void table_add(struct table *table, const char *format, ...)
{
	va_list args;

	if (table->failed)
		return;
	if (table->next == table->rows * table->columns) {
		if (table->rows == table->room && grow(table)) {
			table->failed = 1;
			return;
		}
		table->rows++;
	}
	va_start(args, format);
	vsnprintf(table->cell[table->next++], TABLE_CELL, format, args);
	va_end(args);
}

static int is_number(const char *heading)
{
	return *heading == '>';
}

static size_t width(const struct table *table, size_t column)
{
	const char *heading = table->heading[column];
	size_t most = strlen(heading) - (size_t)is_number(heading), i;

	for (i = 0; i < table->rows; i++) {
		size_t n = strlen(table->cell[i * table->columns + column]);

		if (n > most)
			most = n;
	}
	return most;
}

static void print_row(const struct table *table, const size_t *widths,
		      const char *(*text)(const struct table *, size_t, size_t),
		      size_t row)
{
	size_t i;

	for (i = 0; i < table->columns; i++) {
		int wide = (int)widths[i];
		const char *said = text(table, row, i);

		if (i)
			fputs("  ", stdout);
		if (is_number(table->heading[i]))
			printf("%*s", wide, said);
		else if (i + 1 < table->columns)
			printf("%-*s", wide, said);
		else
			fputs(said, stdout);
	}
}

static const char *heading_text(const struct table *table, size_t row,
				size_t column)
{
	const char *heading = table->heading[column];

	(void)row;
	return heading + is_number(heading);
}

static const char *cell_text(const struct table *table, size_t row,
			     size_t column)
{
	return table->cell[row * table->columns + column];
}

int table_print(struct table *table)
{
	size_t widths[TABLE_COLUMNS] = { 0 }, i;

	if (!table->failed) {
		for (i = 0; i < table->columns; i++)
			widths[i] = width(table, i);
		fputs(colour_begin(COLOUR_BOLD), stdout);
		print_row(table, widths, heading_text, 0);
		printf("%s\n", colour_end());
		for (i = 0; i < table->rows; i++) {
			print_row(table, widths, cell_text, i);
			putchar('\n');
		}
	}
	free(table->cell);
	table->cell = NULL;
	return table->failed ? -ENOMEM : 0;
}
