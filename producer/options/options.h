/* SPDX-License-Identifier: MIT */
/* The command line. */
#ifndef PRODUCE_OPTIONS_H
#define PRODUCE_OPTIONS_H

#include <libframering.h>
#include <stdint.h>

#include "common/outcome.h"

/* What to do with a frame when no slot is free. */
enum on_full {
	ON_FULL_WAIT,
	ON_FULL_DROP,
	ON_FULL_FAIL,
};

/* So many controls of a camera can be set. */
#define OPTIONS_CONTROLS	32U

/**
 * struct option_control - a control of a camera
 * @name: as v4l2-ctl calls it
 * @value: what it is to be
 */
struct option_control {
	char name[48];
	int32_t value;
};

/**
 * struct options - what the command line asks for
 * @device: the ring's file
 * @file: the input's file, NULL for standard input
 * @camera: the camera's device, NULL for none; @file is then the number of its
 *	input
 * @control: its controls that are to be set
 * @controls: how many
 * @input_stride: bytes from line to line of raw frames, by plane; 0: without
 *	padding
 * @convert: format of the ring, to which frames are converted; 0: none
 * @max_bytes: of a compressed frame; 0: not given
 * @config: for the ring; zero: not given
 * @rate_given: @rate_num and @rate_den hold
 * @rate_num: frames in @rate_den seconds; 0: as fast as can be
 * @rate_den: see there
 * @frames: stop after so many, 0 for no limit
 * @wait_consumers: read nothing until so many are attached
 * @on_demand: pause while fewer are attached, or none
 * @on_full: what to do when no slot is free
 * @pattern: draw the test picture
 * @loop: start again at the input's end
 * @realtime: go by the rate in the input's header
 * @stats: print numbers at the end
 * @quiet: print errors only
 * @verbose: tell what the ring is
 * @help: print the help and do nothing
 * @help_formats: print the formats in its place
 * @version: print the version and do nothing
 */
struct options {
	const char *device;
	const char *file;
	const char *camera;
	struct option_control control[OPTIONS_CONTROLS];
	uint32_t controls;
	uint32_t input_stride[FRAMERING_MAX_PLANES];
	uint32_t convert;
	uint32_t max_bytes;
	struct framering_config config;
	uint32_t rate_given;
	uint32_t rate_num;
	uint32_t rate_den;
	uint64_t frames;
	uint32_t wait_consumers;
	uint32_t on_demand;
	enum on_full on_full;
	uint32_t pattern;
	uint32_t loop;
	uint32_t realtime;
	uint32_t stats;
	uint32_t quiet;
	uint32_t verbose;
	uint32_t help;
	uint32_t help_formats;
	uint32_t version;
};

/* Read the command line, and check all that needs no input and no device. */
enum outcome options_parse(struct options *options, int argc, char **argv);

/* Print the help to standard output. */
void options_help(void);

#endif /* PRODUCE_OPTIONS_H */
