// SPDX-License-Identifier: MIT
/* A V4L2 camera: its file. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "camera.h"

/* One that gives frames by buffers. */
static enum outcome check(struct camera *camera)
{
	struct v4l2_capability capability = { 0 };
	uint32_t can;
	int ret = camera_call(camera, VIDIOC_QUERYCAP, &capability);

	if (ret == -ENOTTY || ret == -EINVAL)
		return fail(OUTCOME_INPUT, "%s: not a V4L2 device; "
			    "'v4l2-ctl --list-devices' lists cameras",
			    camera->name);
	if (ret)
		return fail(OUTCOME_INPUT, "%s: %s", camera->name,
			    strerror(-ret));
	can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ?
	      capability.device_caps : capability.capabilities;
	if (can & V4L2_CAP_VIDEO_CAPTURE && can & V4L2_CAP_STREAMING)
		return OUTCOME_OK;
	if (can & V4L2_CAP_VIDEO_CAPTURE_MPLANE)
		return fail(OUTCOME_INPUT, "%s: gives each plane a buffer of "
			    "its own, which is not supported", camera->name);
	return fail(OUTCOME_INPUT, "%s: no camera; it captures no video by "
		    "streaming", camera->name);
}

static enum outcome prepare(struct camera *camera,
			    const struct options *options)
{
	enum outcome outcome = check(camera);

	if (!outcome)
		outcome = camera_choose(camera, options);
	if (!outcome)
		outcome = camera_set_controls(camera, options);
	return outcome;
}

enum outcome camera_open(struct camera *camera, const struct options *options)
{
	enum outcome outcome;

	memset(camera, 0, sizeof(*camera));
	camera->name = options->camera;
	camera->fd = open(camera->name, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (camera->fd < 0)
		return fail(OUTCOME_INPUT, "%s: %s", camera->name,
			    strerror(errno));
	outcome = prepare(camera, options);
	if (outcome)
		close(camera->fd);
	return outcome;
}

void camera_close(struct camera *camera)
{
	camera_stop(camera);
	close(camera->fd);
}
