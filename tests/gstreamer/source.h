/* SPDX-License-Identifier: MIT */
/* A ring of the fake device, its producer, and a pipeline that reads it. */
#ifndef TEST_SOURCE_H
#define TEST_SOURCE_H

#include "play.h"

#define SRC	"frameringsrc name=it device=/dev/null "
#define OUT	" ! fakesink name=out"

/**
 * struct source - a ring, its producer, and a pipeline that reads it
 * @config: of the ring
 * @ring: the ring
 * @producer: its producer
 * @play: the pipeline
 */
struct source {
	struct framering_config config;
	struct framering *ring;
	struct framering_producer *producer;
	struct play play;
};

/* What the ring is to be; I420, 8 lines, and 3 of 8 slots may be held. */
void source_configure(struct source *s, uint32_t width, uint32_t align,
		      uint32_t cache);

/* Make the ring, and become its producer. */
void source_attach(struct source *s);

/* All of it, with 16 cached pixels in a line; @text is the pipeline's. */
void source_begin(struct source *s, const char *text);
void source_end(struct source *s);

/* @count frames, whose bytes are @first and what follows. */
void source_put(struct source *s, int first, int count);

/* All bytes of @sample are @value. */
void source_check(GstSample *sample, int value);

/* The next sample is so. */
void source_take(struct source *s, int value);

/* Its caps are what @text tells, and perhaps more. */
void source_check_caps(GstSample *sample, const char *text);

#endif /* TEST_SOURCE_H */
