// SPDX-License-Identifier: MIT
/* Raw frames, one after the other, whose size and format the user gives. */
#include "input.h"

static int raw_wanted(const struct options *options)
{
	return options->config.fourcc != 0;
}

static enum outcome raw_open(struct input *input,
			     const struct options *options)
{
	const struct framering_config *config = &options->config;
	enum outcome outcome;

	outcome = input_set_geometry(input, options, config->fourcc,
				     config->width, config->height,
				     OUTCOME_USAGE);
	if (outcome)
		return outcome;
	if (layout_init(&input->layout, &input->geometry))
		return fail(OUTCOME_DEVICE, "not enough memory");
	outcome = source_open(&input->source, options->file);
	if (outcome)
		goto finish_layout;
	if (options->loop)
		outcome = source_mark(&input->source);
	if (outcome)
		goto close_source;
	return OUTCOME_OK;

close_source:
	source_close(&input->source);
finish_layout:
	layout_finish(&input->layout);
	return outcome;
}

static enum outcome raw_fill(struct input *input,
			     const struct framering_frame *frame)
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
