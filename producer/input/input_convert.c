// SPDX-License-Identifier: MIT
/* Frames of any other kind of input, converted to a format of the user's. */
#include "input.h"

static int convert_wanted(const struct options *options)
{
	return options->convert != 0;
}

/* For the frames that the source has now. */
static enum outcome renew(struct input *input)
{
	const struct options *o = input->options;
	const struct framering_format *to = framering_format_find(o->convert);
	struct input *from = input->from;
	struct framering_picture picture = input_picture(from, o);
	const char *why = converter_refusal(&from->geometry, &picture, to);
	struct converter *converter = NULL;

	if (why)
		return fail(OUTCOME_USAGE, "--convert %s: not of frames of "
			    "%.4s, %ux%u: %s", to->name,
			    (const char *)&from->geometry.fourcc,
			    from->geometry.width, from->geometry.height, why);
	if (converter_create(&converter, &from->geometry, &picture, to))
		return fail(OUTCOME_DEVICE, "not enough memory");
	converter_destroy(input->converter);
	input->converter = converter;
	input->picture = converter_picture(&from->geometry, &picture, to);
	input->own_picture = 1;
	input->rate_num = from->rate_num;
	input->rate_den = from->rate_den;
	input->source = from->source;
	return input_set_geometry(input, o, o->convert, from->geometry.width,
				  from->geometry.height, OUTCOME_USAGE);
}

static enum outcome convert_open(struct input *input,
				 const struct options *options)
{
	enum outcome outcome = renew(input);

	(void)options;
	if (outcome)
		converter_destroy(input->converter);
	return outcome;
}

static void convert_close(struct input *input)
{
	converter_destroy(input->converter);
}

static enum outcome convert_fill(struct input *input,
				 struct framering_frame *frame)
{
	struct input *from = input->from;
	struct framering_frame own;
	enum outcome outcome;

	if (frame)
		own = converter_input(input->converter, frame);
	outcome = from->ops->fill(from, frame ? &own : NULL);
	if (outcome == OUTCOME_ANEW) {
		outcome = renew(input);
		return outcome ? outcome : OUTCOME_ANEW;
	}
	if (outcome || !frame)
		return outcome;
	frame->info = own.info;
	frame->flags = own.flags;
	frame->time_ns = own.time_ns;
	input->copied += converter_run(input->converter, frame);
	return OUTCOME_OK;
}

const struct input_ops input_convert = {
	.name = "convert",
	.converts = 1,
	.wanted = convert_wanted,
	.open = convert_open,
	.fill = convert_fill,
	.close = convert_close,
};
