/* SPDX-License-Identifier: MIT */
/* The way of the frames, from an input to a ring. */
#ifndef PRODUCE_PRODUCE_H
#define PRODUCE_PRODUCE_H

#include "input.h"
#include "options.h"
#include "outcome.h"
#include "progress.h"
#include "ring.h"

/*
 * Produce frames until the input ends, --frames are reached or something
 * fails, and an end mark after them.
 */
enum outcome produce(const struct options *options, struct input *input,
		     struct ring *ring, struct progress *progress);

#endif /* PRODUCE_PRODUCE_H */
