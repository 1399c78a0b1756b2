// SPDX-License-Identifier: MIT
/*
 * framering-send and framering-receive on the fake device: here is also the
 * producer of the one's ring, and the consumer of the other's. A line for each
 * frame tells its time of capture and the sum of its bytes.
 *
 * usage: fake send WIDTH HEIGHT RATE ARGUMENTS... | fake receive ARGUMENTS...
 */
#include <errno.h>
#include <fcntl.h>
#include <gst/gst.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/fake_device.h"
#include "program.h"
#include "sink.h"
#include "src.h"

/**
 * struct source - the producer of a sender's ring
 * @width: of its frames
 * @height: of its frames
 * @rate: frames a second
 */
struct source {
	unsigned int width;
	unsigned int height;
	unsigned int rate;
};

/* The fake device's role files are always ready: waits would only spin. */
static void rest(void)
{
	const struct timespec little = { .tv_nsec = 1000000 };

	nanosleep(&little, NULL);
}

static void must(int ret, const char *what)
{
	if (!ret)
		return;
	fprintf(stderr, "%s: %s\n", what, strerror(-ret));
	abort();
}

static struct framering *open_ring(void)
{
	struct framering *ring = NULL;

	must(framering_open(&ring, "/dev/null", O_RDWR), "open");
	return ring;
}

static void tell(const char *what, const struct framering_frame *frame)
{
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_MD5, frame->data,
						frame->geometry->frame_bytes);

	printf("%s %" PRIu64 " %s %ux%u\n", what, frame->time_ns, sum,
	       frame->geometry->width, frame->geometry->height);
	fflush(stdout);
	g_free(sum);
}

/* Grey that moves, so that each frame is another. */
static void draw(const struct framering_frame *frame, unsigned int number)
{
	const struct framering_geometry *g = frame->geometry;
	uint8_t *data = frame->data;
	uint32_t x, y;

	memset(data, 128, g->frame_bytes);
	for (y = 0; y < g->height; y++)
		for (x = 0; x < g->width; x++)
			data[g->stride[0] * y + x] =
				(uint8_t)(x / 4 + y / 2 + 5 * number);
}

static void *produce(void *argument)
{
	const struct source *source = argument;
	struct framering *ring = open_ring();
	struct framering_producer *producer;
	struct framering_config config = {
		.fourcc = DRM_FORMAT_YUV420,
		.width = source->width,
		.height = source->height,
		/* Two processors may be late by a second. */
		.slots = 32,
		.max_held = 3,
		.cache = FRAMERING_CACHE_WB,
		.picture.rate = { source->rate, 1 },
	};
	struct timespec next;
	unsigned int number;

	must(framering_configure(ring, &config), "configure");
	must(framering_producer_attach(&producer, ring), "attach");
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (number = 0;; number++) {
		struct framering_frame frame;
		gint64 ns = next.tv_nsec + 1000000000 / source->rate;

		next.tv_sec += ns / 1000000000;
		next.tv_nsec = ns % 1000000000;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
		must(framering_producer_reserve(producer, &frame), "reserve");
		draw(&frame, number);
		frame.time_ns = GST_TIMESPEC_TO_TIME(next);
		tell("put", &frame);
		must(framering_producer_submit(producer, &frame), "submit");
	}
	return NULL;
}

/*
 * Until the ring is another one, or nothing comes for a second: without a
 * kernel, a consumer that attaches as the ring is made may be left behind, and
 * one that attaches later sees the frames again that are there.
 */
static void consume_some(struct framering_consumer *consumer)
{
	static uint64_t last;
	struct framering_frame frame;
	int rests = 0;

	while (rests < 1000) {
		int ret = framering_consumer_acquire(consumer, &frame);

		if (ret == -EAGAIN) {
			rest();
			rests++;
			continue;
		}
		if (ret)
			return;
		rests = 0;
		if (frame.time_ns > last) {
			tell("got", &frame);
			last = frame.time_ns;
		}
		framering_consumer_release(consumer, &frame);
	}
}

/* The fake device does not lock: its ring is not to be seen half made. */
static void until_produced(struct framering *ring)
{
	struct framering_query query = { 0 };

	while (framering_query(ring, &query) || !query.generation ||
	       !fake_device.status || !fake_device.status->slots)
		rest();
}

static void *consume(void *argument)
{
	struct framering *ring = open_ring();
	struct framering_consumer *consumer;

	for (;;) {
		until_produced(ring);
		if (framering_consumer_attach(&consumer, ring, 0)) {
			rest();
			continue;
		}
		consume_some(consumer);
		framering_consumer_detach(consumer);
	}
	return argument;
}

static unsigned int number_of(const char *text)
{
	return (unsigned int)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	gboolean sends = argc > 5 && !strcmp(argv[1], "send");
	int skip = sends ? 4 : 1;
	struct source source;

	if (argc < 2)
		return ENDING_USAGE;
	gst_init(NULL, NULL);
	if (!GST_ELEMENT_REGISTER(frameringsrc, NULL) ||
	    !GST_ELEMENT_REGISTER(frameringsink, NULL))
		return ENDING_NETWORK;
	fake_device_polled = rest;
	if (sends) {
		source.width = number_of(argv[2]);
		source.height = number_of(argv[3]);
		source.rate = number_of(argv[4]);
		g_thread_unref(g_thread_new("produce", produce, &source));
	} else {
		g_thread_unref(g_thread_new("consume", consume, NULL));
	}
	return program_run(argv[1], sends ? SIDE_SEND : SIDE_RECEIVE,
			   argc - skip, argv + skip);
}
