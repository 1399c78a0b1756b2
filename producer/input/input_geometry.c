// SPDX-License-Identifier: MIT
/* What a ring is told of an input's frames. */
#include <unistd.h>

#include "input.h"

enum outcome input_set_geometry(struct input *input,
				const struct options *options, uint32_t fourcc,
				uint32_t width, uint32_t height,
				enum outcome fault)
{
	struct framering_geometry geometry = {
		.fourcc = fourcc,
		.width = width,
		.height = height,
	};

	if (framering_geometry_fill(&geometry, options->config.stride_align,
				    (uint32_t)sysconf(_SC_PAGESIZE)))
		return fail(fault, "frames of %ux%u: too large; a frame has at "
			    "most %u bytes", width, height,
			    FRAMERING_MAX_SLOT_BYTES);
	input->geometry = geometry;
	return OUTCOME_OK;
}

/* What the command line says goes before what the input says. */
static struct framering_picture merged(const struct framering_picture *input,
				       const struct framering_picture *given)
{
	struct framering_picture picture = *input;

	if (given->matrix)
		picture.matrix = given->matrix;
	if (given->range)
		picture.range = given->range;
	if (given->primaries)
		picture.primaries = given->primaries;
	if (given->transfer)
		picture.transfer = given->transfer;
	if (given->field)
		picture.field = given->field;
	if (given->aspect.denominator)
		picture.aspect = given->aspect;
	return picture;
}

struct framering_picture input_picture(const struct input *input,
				       const struct options *options)
{
	return input->own_picture ? input->picture :
	       merged(&input->picture, &options->config.picture);
}

struct framering_config input_config(const struct input *input,
				     const struct options *options)
{
	struct framering_config config = options->config;

	config.fourcc = input->geometry.fourcc;
	config.width = input->geometry.width;
	config.height = input->geometry.height;
	config.geometry = input->geometry;
	if (input->own_layout ||
	    framering_compressed_name(input->geometry.fourcc))
		config.flags |= FRAMERING_CONFIG_LAYOUT;
	config.picture = input_picture(input, options);
	/* A source that paces itself was asked for it, and says its own. */
	if (options->rate_given && options->rate_num && !input->paces) {
		config.picture.rate.numerator = options->rate_num;
		config.picture.rate.denominator = options->rate_den;
	}
	/* Frames are counted in what they last. */
	config.picture.time_base.numerator = config.picture.rate.denominator;
	config.picture.time_base.denominator = config.picture.rate.numerator;
	return config;
}
