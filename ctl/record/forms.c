// SPDX-License-Identifier: MIT
/* The registry of forms. */
#include <string.h>
#include <strings.h>

#include "output.h"

const struct form *const forms[] = {
	&form_y4m,
	&form_raw,
	&form_ffmpeg,
	NULL,
};

const struct form *form_by_name(const char *name)
{
	const struct form *const *form;

	for (form = forms; *form; form++)
		if (!strcmp((*form)->name, name))
			return *form;
	return NULL;
}

static int ends_in(const char *file, const char *ending)
{
	size_t length = strlen(file), bytes = strlen(ending);

	return length > bytes && !strcasecmp(file + length - bytes, ending);
}

const struct form *form_by_file(const char *file)
{
	const struct form *const *form;
	const char *const *ending;

	for (form = forms; *form; form++) {
		if (!(*form)->endings[0])
			return *form;
		for (ending = (*form)->endings; *ending; ending++)
			if (ends_in(file, *ending))
				return *form;
	}
	return NULL;
}
