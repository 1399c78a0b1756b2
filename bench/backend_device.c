// SPDX-License-Identifier: MIT
/* A ring of the driver, through the library as any program uses it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "backend.h"

struct backend {
	struct framering_producer *producer;
	struct framering_consumer *consumer;
};

static void device_destroy(struct backend *backend)
{
	framering_consumer_detach(backend->consumer);
	framering_producer_detach(backend->producer);
	free(backend);
}

static int attach(struct backend *backend, const char *path, uint32_t width,
		  uint32_t height)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = width,
		.height = height,
		.slots = BACKEND_SLOTS,
	};
	struct framering *ring;
	int error = framering_open(&ring, path, O_RDWR);

	if (error)
		return error;
	error = framering_configure(ring, &config);
	if (!error)
		error = framering_producer_attach(&backend->producer, ring);
	if (!error)
		error = framering_consumer_attach(&backend->consumer, ring, 0);
	framering_close(ring);
	return error;
}

static int device_create(struct backend **out, const char *path, uint32_t width,
			 uint32_t height)
{
	struct backend *backend = calloc(1, sizeof(*backend));
	int error;

	if (!backend)
		return -ENOMEM;
	error = attach(backend, path, width, height);
	if (error) {
		device_destroy(backend);
		return error;
	}
	*out = backend;
	return 0;
}

static int device_hand_over(struct backend *backend, uint32_t frames)
{
	struct framering_frame frame;
	int error = 0;

	while (frames-- && !error) {
		error = framering_producer_reserve(backend->producer, &frame);
		if (error)
			break;
		backend_touch(frame.data);
		/* A time of our own saves the library a look at the clock. */
		frame.time_ns = 1;
		error = framering_producer_submit(backend->producer, &frame);
		if (error)
			break;
		error = framering_consumer_acquire(backend->consumer, &frame);
		if (error)
			break;
		backend_touch(frame.data);
		error = framering_consumer_release(backend->consumer, &frame);
	}
	return error;
}

const struct backend_ops backend_device = {
	.name = "a ring of the driver, through libframering",
	.create = device_create,
	.hand_over = device_hand_over,
	.destroy = device_destroy,
};
