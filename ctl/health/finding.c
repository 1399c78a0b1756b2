// SPDX-License-Identifier: MIT
#include <stdarg.h>
#include <stdio.h>

#include "check.h"

void finding(struct findings *findings, enum verdict verdict,
	     const char *advice, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	findings->bad += verdict == VERDICT_BAD;
	findings->tell(findings->argument, findings->check, verdict, text,
		       advice);
}
