// SPDX-License-Identifier: MIT
/* What all shells have in common. */
#include <libframering.h>
#include <stdio.h>
#include <string.h>

#include "completion.h"

void completion_formats(void)
{
	static const uint32_t compressed[] = {
		FRAMERING_FORMAT_JPEG, FRAMERING_FORMAT_H264,
		FRAMERING_FORMAT_HEVC,
	};
	size_t i;

	for (i = 0; i < FRAMERING_FORMATS; i++)
		printf(" %.*s", (int)sizeof(framering_formats[i].name),
		       framering_formats[i].name);
	for (i = 0; i < sizeof(compressed) / sizeof(compressed[0]); i++)
		printf(" %s", framering_compressed_name(compressed[i]));
}

int completion_plain(const char *words)
{
	return words && *words && *words != '@';
}

void completion_quoted(const char *text, char quote, const char *as)
{
	for (; *text; text++)
		if (*text == quote)
			fputs(as, stdout);
		else
			putchar(*text);
}
