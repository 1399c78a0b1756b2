/* SPDX-License-Identifier: MIT */
/* Where frames come from. A kind of input is a table of operations. */
#ifndef PRODUCE_INPUT_H
#define PRODUCE_INPUT_H

#include <libframering.h>

#include "camera/camera.h"
#include "converter.h"
#include "layout.h"
#include "options/options.h"
#include "packets.h"
#include "source.h"

/**
 * struct input - an input
 * @ops: its kind
 * @options: the command line
 * @source: what it reads, if it reads anything
 * @layout: where its bytes go, if it reads any
 * @packets: of compressed frames, what was read and not yet taken
 * @geometry: what its frames look like in a slot
 * @picture: what its pixels mean, as far as it is known
 * @rate_num: frames in @rate_den seconds by the input itself, 0 if unknown
 * @rate_den: see there
 * @paces: not zero: it gives a frame when it is due, and no pace is needed
 * @lost: with @next: frames that the source has lost so far
 * @copied: bytes that were copied so far
 * @own_layout: not zero: @geometry says where its bytes lie
 * @own_picture: not zero: @picture has what the command line says
 * @from: with --convert: where the frames come from that are converted
 * @converter: with --convert
 * @camera: of a camera
 * @drawn: pattern: bit i: slot i has all that never changes
 * @line: pattern: room for one line
 */
struct input {
	const struct input_ops *ops;
	const struct options *options;
	struct source source;
	struct layout layout;
	struct packets packets;
	struct framering_geometry geometry;
	struct framering_picture picture;
	uint32_t rate_num;
	uint32_t rate_den;
	uint32_t paces;
	uint32_t own_layout;
	uint32_t own_picture;
	struct input *from;
	struct converter *converter;
	uint64_t lost;
	uint64_t copied;
	struct camera *camera;
	uint32_t drawn;
	uint8_t *line;
};

/**
 * struct input_ops - a kind of input
 * @name: for messages
 * @converts: not zero: frames are another input's, @from, which is opened
 *	before this one and closed after it
 * @wanted: not zero if @options ask for this kind
 * @open: read the header, set the geometry; prints why it failed
 * @fill: fill @frame, and tell what is to be told of it, or skip a frame if it
 *	is NULL. OUTCOME_END: there are no more. OUTCOME_ANEW: it has filled
 *	nothing, and needs a frame of the geometry and picture that the input
 *	has now
 * @next: instead of @fill: give a frame that is reserved and filled.
 *	OUTCOME_FULL: no slot is free. OUTCOME_LATER: look after the consumers,
 *	and ask again
 * @pause: with @next: frames are not wanted for a while, or from this role no
 *	more
 * @close: undo open
 */
struct input_ops {
	const char *name;
	int converts;
	int (*wanted)(const struct options *options);
	enum outcome (*open)(struct input *input,
			     const struct options *options);
	enum outcome (*fill)(struct input *input,
			     struct framering_frame *frame);
	enum outcome (*next)(struct input *input,
			     struct framering_producer *producer,
			     struct framering_frame *frame);
	void (*pause)(struct input *input,
		      struct framering_producer *producer);
	void (*close)(struct input *input);
};

/* The test picture's own rate, in frames a second. */
#define PATTERN_RATE	30

extern const struct input_ops input_compressed;
extern const struct input_ops input_convert;
extern const struct input_ops input_pattern;
extern const struct input_ops input_raw;
extern const struct input_ops input_v4l2;
extern const struct input_ops input_y4m;

/* Open the input that @options ask for; input_close() it. */
enum outcome input_open(struct input *input, const struct options *options);
void input_close(struct input *input);

/* What @input's pixels mean, by itself and by the command line. */
struct framering_picture input_picture(const struct input *input,
				       const struct options *options);

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
