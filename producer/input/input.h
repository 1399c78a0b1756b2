/* SPDX-License-Identifier: MIT */
/* Where frames come from. A kind of input is a table of operations. */
#ifndef PRODUCE_INPUT_H
#define PRODUCE_INPUT_H

#include <libframering.h>

#include "layout.h"
#include "options/options.h"
#include "source.h"

/**
 * struct input - an input
 * @ops: its kind
 * @source: what it reads, if it reads anything
 * @layout: where its bytes go, if it reads any
 * @geometry: what its frames look like in a slot
 * @picture: what its pixels mean, as far as it is known
 * @rate_num: frames in @rate_den seconds by the input itself, 0 if unknown
 * @rate_den: see there
 * @drawn: pattern: bit i: slot i has all that never changes
 * @line: pattern: room for one line
 */
struct input {
	const struct input_ops *ops;
	struct source source;
	struct layout layout;
	struct framering_geometry geometry;
	struct framering_picture picture;
	uint32_t rate_num;
	uint32_t rate_den;
	uint32_t drawn;
	uint8_t *line;
};

/**
 * struct input_ops - a kind of input
 * @name: for messages
 * @wanted: not zero if @options ask for this kind
 * @open: read the header, set the geometry; prints why it failed
 * @fill: fill @frame, or skip a frame if it is NULL. OUTCOME_END: there are
 *	no more.
 * @close: undo open
 */
struct input_ops {
	const char *name;
	int (*wanted)(const struct options *options);
	enum outcome (*open)(struct input *input,
			     const struct options *options);
	enum outcome (*fill)(struct input *input,
			     const struct framering_frame *frame);
	void (*close)(struct input *input);
};

/* The test picture's own rate, in frames a second. */
#define PATTERN_RATE	30

extern const struct input_ops input_pattern;
extern const struct input_ops input_raw;
extern const struct input_ops input_y4m;

/* Open the input that @options ask for; input_close() it. */
enum outcome input_open(struct input *input, const struct options *options);
void input_close(struct input *input);

/* What the ring has to be for @input, beside what @options ask for. */
struct framering_config input_config(const struct input *input,
				     const struct options *options);

/*
 * For the kinds: set the geometry from a format and a size; @fault is the
 * outcome for a size that is too large.
 */
enum outcome input_set_geometry(struct input *input,
				const struct options *options, uint32_t fourcc,
				uint32_t width, uint32_t height,
				enum outcome fault);

#endif /* PRODUCE_INPUT_H */
