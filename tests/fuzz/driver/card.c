// SPDX-License-Identifier: MIT
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "card.h"

static char name[32] = CARD_NONE;

/* The last part of the first path that @pattern matches. */
static int find(const char *pattern, char *last, size_t bytes)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return 0;
	snprintf(last, bytes, "%s", strrchr(found.gl_pathv[0], '/') + 1);
	globfree(&found);
	return 1;
}

void card_find(void)
{
	find(CARD_DRIVER "/0000:*", name, sizeof(name));
}

const char *card_name(void)
{
	return name;
}

int card_ring(void)
{
	char ring[32];

	if (!find(CARD_DRIVER "/0000:*/misc/framering*", ring, sizeof(ring)))
		return -1;
	return atoi(ring + strlen("framering"));
}
