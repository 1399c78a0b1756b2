/* SPDX-License-Identifier: MIT */
/* Pipelines with the elements under test, on a device that is not there. */
#ifndef TEST_PLAY_H
#define TEST_PLAY_H

#include <gst/gst.h>
#include <libframering.h>

#include "harness.h"
#include "lib/fake_device.h"

/**
 * struct play - a pipeline whose buffers a test takes one by one
 * @pipeline: the pipeline
 * @element: in it, the one called "it"
 * @samples: what its fakesink called "out" got, with the caps; keeps them
 * @gate: held by the test: the fakesink waits before it returns
 */
struct play {
	GstElement *pipeline;
	GstElement *element;
	GAsyncQueue *samples;
	GMutex gate;
};

/* GStreamer, with few plugins. All of these check. */
void play_init(void);

/* The text is gst-launch's. */
void play_open(struct play *play, const char *text);
void play_start(struct play *play);
void play_close(struct play *play);

/* The next sample, and what is in it; the caller's. */
GstSample *play_sample(struct play *play);

/* Until the end of the stream, or an error, whose text it gives. */
void play_until_end(struct play *play);
char *play_until_error(struct play *play);

/* A property of "it". */
guint play_number(struct play *play, const char *property);

/* Downstream of the source "it" reads GstVideoMeta. */
void play_offer_meta(struct play *play);

/* Whether @data lies in a slot that this process has mapped. */
int play_in_ring(const void *data);

/* A ring of the fake device, with @config; the driver's defaults elsewhere. */
struct framering *play_ring(struct framering_config *config);

/* Submit a frame whose bytes are all @value. */
void play_put(struct framering_producer *producer, int value);

#endif /* TEST_PLAY_H */
