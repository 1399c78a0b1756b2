// SPDX-License-Identifier: MIT
/* The kinds of display. */
#include <errno.h>
#include <string.h>

#include "display.h"

static const struct display_ops *const displays[] = {
	&display_sdl,
	&display_kms,
	&display_null,
};

int display_create(struct display **display, const struct options *opt)
{
	const char *name = opt->headless ? "null" : opt->kms ? "kms" : "sdl";
	size_t i;

	for (i = 0; i < sizeof(displays) / sizeof(displays[0]); i++)
		if (!strcmp(displays[i]->name, name))
			return displays[i]->create(display, opt);
	return -ENODEV;
}

void display_destroy(struct display *display)
{
	if (display)
		display->ops->destroy(display);
}
