// SPDX-License-Identifier: MIT
/* The settings of the ring that stands in. */
#include <stdio.h>
#include <stdlib.h>

#include "fake_settings.h"

/* getsubopt() wants them writable. */
#define NAME(text)	((char []) { text })

static char *const names[] = {
	[FAKE_FORMAT] = NAME("format"),
	[FAKE_WIDTH] = NAME("width"),
	[FAKE_HEIGHT] = NAME("height"),
	[FAKE_ALIGN] = NAME("align"),
	[FAKE_SLOTS] = NAME("slots"),
	[FAKE_MAX_HELD] = NAME("max_held"),
	[FAKE_MEMORY] = NAME("memory"),
	[FAKE_CACHE] = NAME("cache"),
	[FAKE_FRAMES] = NAME("frames"),
	[FAKE_END] = NAME("end"),
	[FAKE_RATE] = NAME("rate"),
	[FAKE_NODATA] = NAME("nodata"),
	[FAKE_STALE] = NAME("stale"),
	[FAKE_EVICT] = NAME("evict"),
	[FAKE_ZAP] = NAME("zap"),
	[FAKE_OVERWRITE] = NAME("overwrite"),
	[FAKE_UNPROTECTED] = NAME("unprotected"),
	[FAKE_SETTINGS] = NULL,
};

void fake_settings(const char *setting[FAKE_SETTINGS])
{
	/* The values stay in it. */
	static char text[512];
	const char *given = getenv("FAKE");
	char *rest = text, *value;
	int i;

	snprintf(text, sizeof(text), "%s", given ? given : "");
	while (*rest) {
		i = getsubopt(&rest, names, &value);
		if (i < 0 || !value) {
			fprintf(stderr, "FAKE: what is that?\n");
			abort();
		}
		setting[i] = value;
	}
}
