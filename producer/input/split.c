// SPDX-License-Identifier: MIT
/* The compressed formats. */
#include <errno.h>
#include <string.h>

#include "split.h"

static const struct split_ops *const formats[] = {
	&split_jpeg,
	&split_h264,
	&split_hevc,
};

int split_init(struct split *split, uint32_t fourcc)
{
	size_t i;

	memset(split, 0, sizeof(*split));
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i]->fourcc == fourcc)
			split->ops = formats[i];
	return split->ops ? 0 : -EINVAL;
}

void split_next(struct split *split)
{
	const struct split_ops *ops = split->ops;

	memset(split, 0, sizeof(*split));
	split->ops = ops;
}
