/* SPDX-License-Identifier: MIT */
/* How the program, and each step of it, can end. */
#ifndef PRODUCE_OUTCOME_H
#define PRODUCE_OUTCOME_H

/**
 * enum outcome - what a step came to; all but the last four are exit statuses
 * @OUTCOME_OK: as wanted
 * @OUTCOME_DEVICE: the device or the ring failed
 * @OUTCOME_INPUT: the input was bad
 * @OUTCOME_FULL: the ring was full, and --on-full said to fail
 * @OUTCOME_USAGE: the command line was wrong (EX_USAGE)
 * @OUTCOME_END: the input came to its end
 * @OUTCOME_STOP: a signal said to stop
 * @OUTCOME_ANEW: from here on, frames of the input are others
 * @OUTCOME_LATER: there is no frame yet
 */
enum outcome {
	OUTCOME_OK = 0,
	OUTCOME_DEVICE = 1,
	OUTCOME_INPUT = 2,
	OUTCOME_FULL = 3,
	OUTCOME_USAGE = 64,
	OUTCOME_END = 256,
	OUTCOME_STOP = 257,
	OUTCOME_ANEW = 258,
	OUTCOME_LATER = 259,
};

/* Print one line, and return @outcome. */
enum outcome fail(enum outcome outcome, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Print one line. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif /* PRODUCE_OUTCOME_H */
