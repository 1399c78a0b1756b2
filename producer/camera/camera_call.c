// SPDX-License-Identifier: MIT
/* Requests to a camera. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "camera.h"

enum outcome camera_failed(const struct camera *camera, int error)
{
	switch (error) {
	case -ENODEV:
		return fail(OUTCOME_INPUT, "%s: was unplugged", camera->name);
	case -EBUSY:
		return fail(OUTCOME_INPUT, "%s: another program is streaming "
			    "from it", camera->name);
	default:
		return fail(OUTCOME_INPUT, "%s: %s", camera->name,
			    strerror(-error));
	}
}

int camera_ring_gone(struct framering_producer *producer)
{
	const struct framering_status *status =
		framering_producer_status(producer);
	/* -EBUSY: something is reserved, and so nothing is gone. */
	int ret = framering_producer_wait(producer, 0);

	if (ret == -ENODEV || ret == -ESTALE)
		return ret;
	return status->state & FRAMERING_STATE_STALE ? -ESTALE : 0;
}

int camera_call(const struct camera *camera, unsigned long request, void *arg)
{
	int ret;

	do
		ret = ioctl(camera->fd, request, arg);
	while (ret < 0 && errno == EINTR);
	return ret < 0 ? -errno : 0;
}
