// SPDX-License-Identifier: MIT
/* A camera's controls, by the names that v4l2-ctl has for them. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "camera.h"

/* "White Balance, Automatic" is called white_balance_automatic. */
static void make_name(const char *text, char *name, size_t bytes)
{
	size_t length = 0;

	for (; *text && length + 1 < bytes; text++)
		if (isalnum((unsigned char)*text))
			name[length++] = (char)tolower((unsigned char)*text);
		else if (length && name[length - 1] != '_')
			name[length++] = '_';
	while (length && name[length - 1] == '_')
		length--;
	name[length] = '\0';
}

/* The control called @wanted: 0, or a negative errno. */
static int find(const struct camera *camera, const char *wanted,
		struct v4l2_queryctrl *control)
{
	char name[64];
	uint32_t id = 0;
	int ret;

	for (;;) {
		memset(control, 0, sizeof(*control));
		control->id = id | V4L2_CTRL_FLAG_NEXT_CTRL;
		ret = camera_call(camera, VIDIOC_QUERYCTRL, control);
		if (ret)
			return ret == -EINVAL ? -ENOENT : ret;
		id = control->id;
		make_name((const char *)control->name, name, sizeof(name));
		if (!strcmp(name, wanted))
			return 0;
	}
}

static enum outcome set(const struct camera *camera, const char *name,
			int32_t value)
{
	struct v4l2_queryctrl control;
	struct v4l2_control wish;
	int ret = find(camera, name, &control);

	if (ret == -ENOENT || ret == -ENOTTY)
		return fail(OUTCOME_USAGE, "--set %s: %s has no such control; "
			    "'v4l2-ctl -d %s -l' lists them", name,
			    camera->name, camera->name);
	if (ret)
		return fail(OUTCOME_INPUT, "%s: %s", camera->name,
			    strerror(-ret));
	wish = (struct v4l2_control){ control.id, value };
	/* Drivers take the nearest number instead. */
	ret = value < control.minimum || value > control.maximum ? -ERANGE :
	      camera_call(camera, VIDIOC_S_CTRL, &wish);
	if (ret == -ERANGE || ret == -EINVAL)
		return fail(OUTCOME_USAGE, "--set %s=%d: not %d to %d", name,
			    value, control.minimum, control.maximum);
	if (ret)
		return fail(OUTCOME_INPUT, "%s: --set %s=%d: %s", camera->name,
			    name, value, strerror(-ret));
	return OUTCOME_OK;
}

enum outcome camera_set_controls(const struct camera *camera,
				 const struct options *options)
{
	enum outcome outcome = OUTCOME_OK;
	uint32_t i;

	for (i = 0; !outcome && i < options->controls; i++)
		outcome = set(camera, options->control[i].name,
			      options->control[i].value);
	return outcome;
}
