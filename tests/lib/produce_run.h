/* SPDX-License-Identifier: MIT */
/* framering-produce in this process, and what a consumer would have seen. */
#ifndef TEST_PRODUCE_RUN_H
#define TEST_PRODUCE_RUN_H

#include "produce.h"

#define SLOTS	4
/* A frame of raw_options(): 4 by 2 in YU12. */
#define FRAME	12

/**
 * struct seen - the frames that were submitted
 * @desc: their descriptors
 * @data: the first bytes of their slots
 * @frames: how many
 * @ends: ends of streams
 */
extern struct seen {
	struct framering_desc desc[32];
	uint8_t data[32][64];
	unsigned int frames;
	uint32_t ends;
} seen;

/* Look at the frame that was just submitted; for fake_device_kicked. */
void record_frame(void);

/* Standard input, which is raw, goes to a ring of SLOTS. */
struct options raw_options(void);

/* Standard input becomes a pipe with @bytes in it. */
void feed(const void *data, size_t bytes);

/* The same with raw frames, each with all its bytes as its number says. */
void feed_raw(unsigned int frames, size_t rest);

/* What main() does between the options and the summary. */
enum outcome run(const struct options *options, struct progress *progress);

/* Frame @i has @value in all its bytes. */
void check_frame(unsigned int i, int value);

/* So many frames were seen, and the end of the stream after them. */
void check_end(unsigned int frames);

#endif /* TEST_PRODUCE_RUN_H */
