// SPDX-License-Identifier: MIT
/* A V4L2 camera, which fills the slots by itself where it can. */
#include <stdlib.h>

#include "input.h"

static int v4l2_wanted(const struct options *options)
{
	return options->camera != NULL;
}

static enum outcome v4l2_open(struct input *input,
			      const struct options *options)
{
	struct camera *camera = malloc(sizeof(*camera));
	enum outcome outcome;

	if (!camera)
		return fail(OUTCOME_DEVICE, "not enough memory");
	outcome = camera_open(camera, options);
	if (outcome) {
		free(camera);
		return outcome;
	}
	outcome = camera_geometry(camera, &input->geometry, &input->picture);
	if (outcome) {
		camera_close(camera);
		free(camera);
		return outcome;
	}
	input->camera = camera;
	/* The camera has a pace of its own. */
	input->paces = 1;
	input->own_layout = 1;
	return OUTCOME_OK;
}

static enum outcome v4l2_next(struct input *input,
			      struct framering_producer *producer,
			      struct framering_frame *frame)
{
	enum outcome outcome = camera_next(input->camera, producer, frame);

	input->lost = input->camera->lost;
	input->copied = input->camera->copied;
	return outcome;
}

static void v4l2_pause(struct input *input, struct framering_producer *producer)
{
	camera_pause(input->camera, producer);
}

static void v4l2_close(struct input *input)
{
	camera_close(input->camera);
	free(input->camera);
}

const struct input_ops input_v4l2 = {
	.name = "v4l2",
	.wanted = v4l2_wanted,
	.open = v4l2_open,
	.next = v4l2_next,
	.pause = v4l2_pause,
	.close = v4l2_close,
};
