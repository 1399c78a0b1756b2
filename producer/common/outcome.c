// SPDX-License-Identifier: MIT
/* Lines on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include "outcome.h"

static void line(const char *format, va_list args)
{
	fputs("framering-produce: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

enum outcome fail(enum outcome outcome, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(format, args);
	va_end(args);
	return outcome;
}

void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(format, args);
	va_end(args);
}
