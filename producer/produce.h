/* SPDX-License-Identifier: MIT */
/* Moves frames from an input to a ring. */
#ifndef PRODUCE_PRODUCE_H
#define PRODUCE_PRODUCE_H

#include "common/outcome.h"
#include "common/progress.h"
#include "input/input.h"
#include "options/options.h"
#include "ring/ring.h"

/*
 * Produce frames until the input ends, --frames are reached or something
 * fails, then end the stream.
 */
enum outcome produce(const struct options *options, struct input *input,
		     struct ring *ring, struct progress *progress);

#endif /* PRODUCE_PRODUCE_H */
