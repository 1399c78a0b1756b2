// SPDX-License-Identifier: MIT
/* The test picture, which the driver's own producer draws as well. */
#include <framering_pattern.h>
#include <stdlib.h>

#include "input.h"


static int pattern_wanted(const struct options *options)
{
	return options->pattern != 0;
}

static enum outcome pattern_open(struct input *input,
				 const struct options *options)
{
	const struct framering_config *c = &options->config;
	enum outcome outcome;

	outcome = input_set_geometry(input, options,
				     c->fourcc ? c->fourcc :
						 DRM_FORMAT_XRGB8888,
				     c->width ? c->width : 640,
				     c->height ? c->height : 480,
				     OUTCOME_USAGE);
	if (outcome)
		return outcome;
	/* A line of any plane, and of whole units. */
	input->line = malloc(input->geometry.frame_bytes);
	if (!input->line)
		return fail(OUTCOME_DEVICE, "not enough memory");
	/* It is drawn as the ring is told. */
	input->picture = options->config.picture;
	input->rate_num = PATTERN_RATE;
	input->rate_den = 1;
	return OUTCOME_OK;
}

/*
 * Draw plane @plane. Lines of one kind are the same and come in runs, so each
 * run is worked out once and stored as often as it is seen.
 */
static void draw_plane(struct input *input, const struct framering_frame *frame,
		       uint32_t plane, int all)
{
	const struct framering_geometry *g = &input->geometry;
	const struct framering_format *format =
		framering_format_find(g->fourcc);
	uint32_t bytes = framering_row_bytes(format, plane, g->width);
	uint32_t rows = framering_rows(format, plane, g->height);
	uint32_t row, line, last = UINT32_MAX;

	for (row = 0; row < rows; row++) {
		line = framering_pattern_line(g, row *
					format->plane[plane].unit_height);
		if (!all && !framering_pattern_changes(line))
			continue;
		if (line != last)
			framering_pattern_row(g, &input->picture, plane, line,
					      frame->frame, input->line);
		last = line;
		memcpy(frame->plane[plane] + (size_t)row * g->stride[plane],
		       input->line, bytes);
	}
}

static enum outcome pattern_fill(struct input *input,
				 struct framering_frame *frame)
{
	uint32_t plane;
	int all;

	if (!frame)
		return OUTCOME_OK;
	all = !(input->drawn & (1U << frame->slot));
	for (plane = 0; plane < input->geometry.planes; plane++)
		draw_plane(input, frame, plane, all);
	input->drawn |= 1U << frame->slot;
	return OUTCOME_OK;
}

static void pattern_close(struct input *input)
{
	free(input->line);
}

const struct input_ops input_pattern = {
	.name = "pattern",
	.wanted = pattern_wanted,
	.open = pattern_open,
	.fill = pattern_fill,
	.close = pattern_close,
};
