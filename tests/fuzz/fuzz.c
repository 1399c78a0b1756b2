// SPDX-License-Identifier: MIT
/* What the fuzzers share: checks that abort, and command lines. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

void test_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

/* Each in an allocation of its own: a step beyond it is seen. */
static char *text_of(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	CHECK(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

void fuzz_args_init(struct fuzz_args *args, const char *program,
		    const uint8_t *data, size_t size)
{
	memset(args, 0, sizeof(*args));
	args->word[args->count++] = text_of((const uint8_t *)program,
					    strlen(program));
	while (size && args->count < FUZZ_WORDS) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t length = end ? (size_t)(end - data) : size;

		args->word[args->count++] = text_of(data, length);
		length += !!end;
		data += length;
		size -= length;
	}
	/* getopt_long() changes their order. */
	memcpy(args->own, args->word, sizeof(args->own));
}

void fuzz_args_free(struct fuzz_args *args)
{
	int i;

	for (i = 0; i < args->count; i++)
		free(args->own[i]);
}
