// SPDX-License-Identifier: MIT
/* A ring of the driver, through the library as any program uses it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include <drm_fourcc.h>
#include <libframering.h>

#include "place.h"

struct place {
	struct framering_producer *producer;
	struct framering_consumer *consumer;
};

static void device_destroy(struct place *place)
{
	framering_consumer_detach(place->consumer);
	framering_producer_detach(place->producer);
	free(place);
}

static int attach(struct place *place, const char *path, uint32_t width,
		  uint32_t height)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888,
		.width = width,
		.height = height,
		.slots = PLACE_SLOTS,
	};
	struct framering *ring;
	int error = framering_open(&ring, path, O_RDWR);

	if (error)
		return error;
	error = framering_configure(ring, &config);
	if (!error)
		error = framering_producer_attach(&place->producer, ring);
	if (!error)
		error = framering_consumer_attach(&place->consumer, ring, 0);
	framering_close(ring);
	return error;
}

static int device_create(struct place **out, const char *path, uint32_t width,
			 uint32_t height)
{
	struct place *place = calloc(1, sizeof(*place));
	int error;

	if (!place)
		return -ENOMEM;
	error = attach(place, path, width, height);
	if (error) {
		device_destroy(place);
		return error;
	}
	*out = place;
	return 0;
}

static int device_hand_over(struct place *place, uint32_t frames)
{
	struct framering_frame frame;
	int error = 0;

	while (frames-- && !error) {
		error = framering_producer_reserve(place->producer, &frame);
		if (error)
			break;
		place_touch(frame.data);
		/* A time of our own saves the library a look at the clock. */
		frame.time_ns = 1;
		error = framering_producer_submit(place->producer, &frame);
		if (error)
			break;
		error = framering_consumer_acquire(place->consumer, &frame);
		if (error)
			break;
		place_touch(frame.data);
		error = framering_consumer_release(place->consumer, &frame);
	}
	return error;
}

const struct place_kind place_device = {
	.name = "a ring of the driver, through libframering",
	.create = device_create,
	.hand_over = device_hand_over,
	.destroy = device_destroy,
};
