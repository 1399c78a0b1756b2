/* SPDX-License-Identifier: MIT */
/* What this project's programs tell of the pixel formats. */
#ifndef PROGRAMS_FORMATS_H
#define PROGRAMS_FORMATS_H

#include <stddef.h>
#include <stdio.h>

/* A table of all formats with all their names. */
void formats_print(FILE *out);

/**
 * formats_near - which names a wrong one may have meant
 * @name: it
 * @line: gets up to four names as in "yuv420p, yuv422p", the nearest first;
 *	empty if none is near
 * @bytes: room in @line, 64 are enough
 *
 * Return: @line.
 */
const char *formats_near(const char *name, char *line, size_t bytes);

#endif /* PROGRAMS_FORMATS_H */
