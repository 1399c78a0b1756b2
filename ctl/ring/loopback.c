// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/places.h"
#include "loopback.h"

static int open_own(struct loopback *loopback)
{
	/* The owner is who asks: others see nothing of it. */
	struct framering_add add = { .flags = FRAMERING_ADD_NODELESS };
	char path[256];
	int ret;

	snprintf(path, sizeof(path), "%s/framering-control", places.dev);
	ret = framering_add(path, &add);
	if (ret)
		return ret;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", add.fd);
	ret = framering_open(&loopback->ring, path, O_RDWR);
	if (ret)
		close(add.fd);
	else
		loopback->fd = add.fd;
	return ret;
}

int loopback_open(struct loopback *loopback, const char *path)
{
	*loopback = (struct loopback){ .fd = -1 };
	return path ? framering_open(&loopback->ring, path, O_RDWR) :
		      open_own(loopback);
}

static void detach(struct loopback *loopback)
{
	framering_consumer_detach(loopback->consumer);
	framering_producer_detach(loopback->producer);
	loopback->consumer = NULL;
	loopback->producer = NULL;
}

void loopback_close(struct loopback *loopback)
{
	detach(loopback);
	framering_close(loopback->ring);
	if (loopback->fd >= 0)
		close(loopback->fd);
}

int loopback_attach(struct loopback *loopback, struct framering_config *config,
		    uint32_t flags)
{
	int ret;

	detach(loopback);
	ret = framering_configure(loopback->ring, config);
	if (!ret)
		ret = framering_producer_attach(&loopback->producer,
						loopback->ring);
	if (!ret)
		ret = framering_consumer_attach(&loopback->consumer,
						loopback->ring, flags);
	if (ret)
		detach(loopback);
	return ret;
}

static int is_all(const uint8_t *data, size_t bytes, uint8_t value)
{
	uint8_t line[4096];

	memset(line, value, sizeof(line));
	for (; bytes > sizeof(line); bytes -= sizeof(line)) {
		if (memcmp(data, line, sizeof(line)))
			return 0;
		data += sizeof(line);
	}
	return !memcmp(data, line, bytes);
}

static int pass(struct loopback *loopback, unsigned int number, int *good)
{
	struct framering_frame frame;
	uint8_t value = (uint8_t)(number + 1);
	int ret = framering_producer_reserve(loopback->producer, &frame);

	if (ret)
		return ret;
	memset(frame.data, value, frame.geometry->frame_bytes);
	frame.info.user[0] = number;
	ret = framering_producer_submit(loopback->producer, &frame);
	if (!ret)
		ret = framering_consumer_acquire(loopback->consumer, &frame);
	if (ret)
		return ret;
	*good = frame.info.user[0] == number &&
		is_all(frame.data, frame.geometry->frame_bytes, value);
	return framering_consumer_release(loopback->consumer, &frame);
}

int loopback_pass(struct loopback *loopback, unsigned int frames,
		  unsigned int *bad)
{
	unsigned int i, wrong = 0;

	for (i = 0; i < frames; i++) {
		int good = 0, ret = pass(loopback, i, &good);

		if (ret)
			return ret;
		wrong += !good;
	}
	*bad = wrong;
	return 0;
}
