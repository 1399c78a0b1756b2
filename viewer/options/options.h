/* SPDX-License-Identifier: MIT */
/* The command line. */
#ifndef VIEW_OPTIONS_H
#define VIEW_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <libframering.h>

/**
 * enum policy - which frames are taken
 * @POLICY_LATEST: the newest only; what comes between is passed over
 * @POLICY_LIVE: all in order, but for those that came too fast
 * @POLICY_LOSSLESS: all; the producer waits
 */
enum policy {
	POLICY_LATEST,
	POLICY_LIVE,
	POLICY_LOSSLESS,
};

/**
 * enum import - whether the graphics card reads the slots itself
 * @IMPORT_AUTO: where there is a graphics card that can
 * @IMPORT_ALWAYS: also where the processor draws
 * @IMPORT_NEVER: never
 */
enum import {
	IMPORT_AUTO,
	IMPORT_ALWAYS,
	IMPORT_NEVER,
};

/**
 * struct options - what the command line asks for
 * @device: the ring's file
 * @renderer: SDL's name of a renderer; NULL: SDL chooses
 * @kms: CARD[:CONNECTOR] of a screen without a desktop, or ""; NULL: none
 * @snapshot: file for the last picture; NULL: none
 * @frames: stop after so many were shown; 0: no end
 * @policy: which frames are taken
 * @import: whether the graphics card reads the slots itself
 * @width: of the window; 0: the picture's
 * @height: of the window; 0: the picture's
 * @scale: size of the window in sizes of the picture
 * @aspect: width of a pixel by its height; zero: what the stream tells
 * @wish: what the producer is asked for; zero: nothing
 * @slow_ms: hold each frame for so long
 * @timeout_ms: fail if no frame comes for so long; 0: never
 * @verbosity: as say_level() takes it
 * @bob: show the two fields of a frame one after the other
 * @no_demosaic: show in grey what a colour filter lets through
 */
struct options {
	const char *device;
	const char *renderer;
	const char *kms;
	const char *snapshot;
	uint64_t frames;
	enum policy policy;
	enum import import;
	int width;
	int height;
	double scale;
	struct framering_fraction aspect;
	struct framering_wish wish;
	int slow_ms;
	int timeout_ms;
	int verbosity;
	bool bob;
	bool checksum;
	bool fullscreen;
	bool headless;
	bool no_demosaic;
	bool once;
	bool overlay;
	bool paused;
	bool stats;
};

#define OPTIONS_RUN	0
#define OPTIONS_DONE	1

/**
 * options_parse - read the command line
 * @opt: gets it
 * @argc: of main()
 * @argv: of main()
 *
 * Return: OPTIONS_RUN; OPTIONS_DONE: the help or the version was asked for and
 * printed; -EINVAL: one line about what is wrong has been printed.
 */
int options_parse(struct options *opt, int argc, char **argv);

#endif /* VIEW_OPTIONS_H */
