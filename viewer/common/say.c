// SPDX-License-Identifier: MIT
/* Lines for the user on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include "say.h"

static int level;

void say_level(int wanted)
{
	level = wanted;
}

static void say(const char *format, va_list args)
{
	char text[512];

	/* In one write, so that lines of several programs do not mix. */
	vsnprintf(text, sizeof(text), format, args);
	fprintf(stderr, "framering-view: %s\n", text);
}

void say_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(format, args);
	va_end(args);
}

void say_notice(const char *format, ...)
{
	va_list args;

	if (level < 0)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}

void say_detail(const char *format, ...)
{
	va_list args;

	if (level < 1)
		return;
	va_start(args, format);
	say(format, args);
	va_end(args);
}
