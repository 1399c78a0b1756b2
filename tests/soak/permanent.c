// SPDX-License-Identifier: MIT
/* The producer and the readers that stay for the whole soak. */
#include <fcntl.h>
#include <unistd.h>

#include <drm_fourcc.h>

#include "../stress/picture.h"
#include "harness.h"
#include "soak.h"

#define SECOND	1000000000LL

static struct framering *open_ring(void)
{
	struct framering *ring;

	CHECK_EQ(framering_open(&ring, NULL, O_RDWR), 0);
	return ring;
}

void soak_produce(struct soak *soak)
{
	struct framering_config config = {
		.fourcc = DRM_FORMAT_XRGB8888, .width = 64, .height = 64,
		.slots = 16, .stall_ms = SOAK_STALL_MS,
	};
	struct framering *ring = open_ring();
	struct framering_producer *producer;
	struct framering_frame frame;
	int error;

	CHECK_EQ(framering_configure(ring, &config), 0);
	CHECK_EQ(framering_producer_attach(&producer, ring), 0);
	while (!soak_is_stopped(soak)) {
		error = framering_producer_reserve(producer, &frame);
		if (error == -EAGAIN) {
			error = framering_producer_wait(producer, SECOND);
			CHECK(!error || error == -ETIMEDOUT);
			continue;
		}
		CHECK_EQ(error, 0);
		picture_fill(frame.data, SOAK_BYTES, frame.frame);
		CHECK_EQ(framering_producer_submit(producer, &frame), 0);
		soak_add(&soak->produced, 1);
	}
	framering_producer_detach(producer);
	framering_close(ring);
	_exit(0);
}

void soak_read_all(struct soak *soak, uint32_t index)
{
	struct framering *ring = open_ring();
	struct framering_consumer *consumer;
	struct framering_frame frame;
	uint64_t next = 0;
	int error, first = 1;

	CHECK_EQ(framering_consumer_attach(&consumer, ring,
					   FRAMERING_CONSUMER_LOSSLESS), 0);
	while (!soak_is_stopped(soak)) {
		error = framering_consumer_acquire(consumer, &frame);
		if (error == -EAGAIN) {
			error = framering_consumer_wait(consumer, SECOND);
			CHECK(!error || error == -ETIMEDOUT);
			continue;
		}
		if (error == -EPIPE)
			continue;
		CHECK_EQ(error, 0);
		picture_check(frame.data, SOAK_BYTES, frame.frame);
		if (!first)
			soak_add(&soak->seen[index], 1);
		if (!first && frame.frame != next)
			soak_add(&soak->lost[index], 1);
		first = 0;
		next = frame.frame + 1;
		CHECK_EQ(framering_consumer_release(consumer, &frame), 0);
	}
	framering_consumer_detach(consumer);
	framering_close(ring);
	_exit(0);
}
