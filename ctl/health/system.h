/* SPDX-License-Identifier: MIT */
/* What the system tells of itself. */
#ifndef CTL_SYSTEM_H
#define CTL_SYSTEM_H

#include <stddef.h>

/*
 * The first line of a file below the system's root, without its end. Return:
 * @line, or NULL if it cannot be read.
 */
const char *system_line(const char *path, char *line, size_t bytes);

/* Its bytes. Return: how many, or -1. */
long system_bytes(const char *path, void *data, size_t bytes);

/* Not zero: there is such a file. */
int system_has(const char *path);

/*
 * The first line of what a program prints; arguments up to NULL. Return: its
 * exit status, or -1 if it is not there; @line is "" then.
 */
int system_run(const char *const *arguments, char *line, size_t bytes);

#endif /* CTL_SYSTEM_H */
