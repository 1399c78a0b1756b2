/* SPDX-License-Identifier: MIT */
/* Values in words. */
#ifndef CTL_TEXT_H
#define CTL_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * A name that a process gave itself, in printable ASCII: all else becomes \xNN,
 * so that it moves no cursor and breaks no JSON. Return: @line.
 */
const char *text_name(const char *name, size_t length, char *line,
		      size_t bytes);

/* A format's name, or its code as 0x...; room for 16 is enough. */
const char *text_format(uint32_t fourcc, char *line, size_t bytes);

/* The name of a user, or the number. */
const char *text_user(uint32_t uid, char *line, size_t bytes);

/* Nanoseconds as "8.2 us". */
const char *text_duration(uint64_t ns, char *line, size_t bytes);

/* Bytes as "1.5 GiB". */
const char *text_bytes(uint64_t number, char *line, size_t bytes);

#endif /* CTL_TEXT_H */
