// SPDX-License-Identifier: MIT
/* Lines on stderr, and exit statuses. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "outcome.h"

static void line(const char *format, va_list args)
{
	fflush(stdout);
	fputs("framering-ctl: ", stderr);
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

enum outcome outcome_of(int error)
{
	switch (-error) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return OUTCOME_ABSENT;
	case EACCES:
	case EPERM:
	case EBADF:
		return OUTCOME_DENIED;
	default:
		return OUTCOME_FAILED;
	}
}
