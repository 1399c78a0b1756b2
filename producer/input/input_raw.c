// SPDX-License-Identifier: MIT
/* Raw frames, one after the other, whose size and format the user gives. */
#include "input.h"

static int raw_wanted(const struct options *options)
{
	return options->config.fourcc != 0;
}

/* Whether a line of each plane fits, and what is behind it is not too much. */
static enum outcome check_strides(const struct input *input,
				  const struct options *options)
{
	const struct framering_geometry *g = &input->geometry;
	const struct framering_format *format =
		framering_format_find(g->fourcc);
	uint32_t i;

	for (i = 0; i < g->planes && options->input_stride[0]; i++) {
		uint32_t row = framering_row_bytes(format, i, g->width);
		uint32_t stride = options->input_stride[i];

		if (stride < row || stride - row > LAYOUT_MAX_PADDING)
			return fail(OUTCOME_USAGE, "--input-stride: %u for "
				    "plane %u, whose lines have %u bytes and "
				    "at most %u of padding", stride, i, row,
				    LAYOUT_MAX_PADDING);
	}
	return OUTCOME_OK;
}

static enum outcome raw_open(struct input *input,
			     const struct options *options)
{
	const struct framering_config *config = &options->config;
	enum outcome outcome;

	outcome = input_set_geometry(input, options, config->fourcc,
				     config->width, config->height,
				     OUTCOME_USAGE);
	if (!outcome)
		outcome = check_strides(input, options);
	if (outcome)
		return outcome;
	if (layout_init(&input->layout, &input->geometry,
			options->input_stride))
		return fail(OUTCOME_DEVICE, "not enough memory");
	outcome = source_open(&input->source, options->file,
			      (int)options->loop);
	if (outcome)
		layout_finish(&input->layout);
	return outcome;
}

static enum outcome raw_fill(struct input *input,
			     struct framering_frame *frame)
{
	return layout_read(&input->layout, &input->source,
			   frame ? frame->data : NULL);
}

static void raw_close(struct input *input)
{
	source_close(&input->source);
	layout_finish(&input->layout);
}

const struct input_ops input_raw = {
	.name = "raw",
	.wanted = raw_wanted,
	.open = raw_open,
	.fill = raw_fill,
	.close = raw_close,
};
