// SPDX-License-Identifier: MIT
/* The kinds of input. */
#include <stddef.h>
#include <string.h>

#include "input.h"

/* The first that is wanted is taken; the last always is. */
static const struct input_ops *const kinds[] = {
	&input_pattern,
	&input_v4l2,
	&input_compressed,
	&input_raw,
	&input_y4m,
};

enum outcome input_open(struct input *input, const struct options *options)
{
	size_t i, last = sizeof(kinds) / sizeof(kinds[0]) - 1;

	for (i = 0; i < last && !kinds[i]->wanted(options); i++)
		;
	memset(input, 0, sizeof(*input));
	input->ops = kinds[i];
	input->options = options;
	return input->ops->open(input, options);
}

void input_close(struct input *input)
{
	input->ops->close(input);
}
