/* SPDX-License-Identifier: MIT */
/* A frameringsink whose upstream is the test itself, and a consumer. */
#ifndef TEST_PUSHED_H
#define TEST_PUSHED_H

#include "play.h"

/**
 * struct pushed - a sink, what stands before it, and what reads the ring
 * @sink: the element
 * @pad: upstream's
 * @pool: what it proposed, or NULL
 * @ring: the ring, for the consumer
 * @consumer: a live one
 */
struct pushed {
	GstElement *sink;
	GstPad *pad;
	GstBufferPool *pool;
	struct framering *ring;
	struct framering_consumer *consumer;
};

#define PUSHED_CAPS	"video/x-raw,format=I420,width=16,height=8,"	\
			"framerate=30/1"

/* PLAYING, and no caps yet; @property may be set to @value before, or NULL. */
void pushed_open(struct pushed *p, const char *property, const char *value);
void pushed_close(struct pushed *p);

/* The text is that of caps; a segment follows. */
void pushed_caps(struct pushed *p, const char *text);
void pushed_attach(struct pushed *p);

/* Ask for a pool, and activate it for @least buffers at least. */
void pushed_pool(struct pushed *p, const char *caps, guint least);

/* The first bytes of a buffer, 192 of which are the picture's. */
uint8_t *pushed_data(GstBuffer *buffer);

/* A buffer of the pool's, or ordinary memory, whose bytes are all @value. */
GstBuffer *pushed_draw(struct pushed *p, int value);

void pushed_push(struct pushed *p, GstBuffer *buffer);

/* The next frame of the ring holds @value everywhere. */
void pushed_take(struct pushed *p, int value);

guint pushed_number(struct pushed *p, const char *property);

#endif /* TEST_PUSHED_H */
