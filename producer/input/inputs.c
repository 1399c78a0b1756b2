// SPDX-License-Identifier: MIT
/* The kinds of input. */
#include <stdlib.h>
#include <string.h>

#include "input.h"

/*
 * The first that is wanted is taken; the last always is. That which converts
 * has another one of them, behind it.
 */
static const struct input_ops *const kinds[] = {
	&input_convert,
	&input_pattern,
	&input_v4l2,
	&input_compressed,
	&input_raw,
	&input_y4m,
};

static size_t choose(const struct options *options, size_t i)
{
	size_t last = sizeof(kinds) / sizeof(kinds[0]) - 1;

	while (i < last && !kinds[i]->wanted(options))
		i++;
	return i;
}

static enum outcome open_kind(struct input *input,
			      const struct options *options, size_t i,
			      struct input *from)
{
	memset(input, 0, sizeof(*input));
	input->ops = kinds[i];
	input->options = options;
	input->from = from;
	return input->ops->open(input, options);
}

/* The kind @i has another one behind it, of those that follow. */
static enum outcome open_both(struct input *input,
			      const struct options *options, size_t i)
{
	struct input *from = malloc(sizeof(*from));
	enum outcome outcome;

	if (!from)
		return fail(OUTCOME_DEVICE, "not enough memory");
	outcome = open_kind(from, options, choose(options, i + 1), NULL);
	if (outcome) {
		free(from);
		return outcome;
	}
	outcome = open_kind(input, options, i, from);
	if (outcome) {
		from->ops->close(from);
		free(from);
	}
	return outcome;
}

enum outcome input_open(struct input *input, const struct options *options)
{
	size_t i = choose(options, 0);

	return kinds[i]->converts ? open_both(input, options, i) :
				    open_kind(input, options, i, NULL);
}

void input_close(struct input *input)
{
	struct input *from = input->from;

	input->ops->close(input);
	if (!from)
		return;
	from->ops->close(from);
	free(from);
}
