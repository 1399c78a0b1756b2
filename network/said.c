// SPDX-License-Identifier: MIT
/* Lines on standard error. */
#include <stdarg.h>
#include <stdio.h>

#include "said.h"

static const char *name = "framering";

void said_begin(const char *program)
{
	name = program;
}

static void line(const char *format, va_list args)
{
	fprintf(stderr, "%s: ", name);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void said(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(format, args);
	va_end(args);
}

enum ending said_end(enum ending ending, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(format, args);
	va_end(args);
	return ending;
}
