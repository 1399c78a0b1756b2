/* SPDX-License-Identifier: MIT */
/* How the program, and each step of it, can end. */
#ifndef CTL_OUTCOME_H
#define CTL_OUTCOME_H

/**
 * enum outcome - what a step came to; all but the last are exit statuses
 * @OUTCOME_OK: as wanted
 * @OUTCOME_FAILED: the ring, the driver or the output failed
 * @OUTCOME_ABSENT: there is no such driver, ring or consumer, or not any more
 * @OUTCOME_DENIED: this user may not do that
 * @OUTCOME_FOUND: doctor found something that does not work
 * @OUTCOME_USAGE: the command line was wrong (EX_USAGE)
 * @OUTCOME_STOP: a signal said to stop
 */
enum outcome {
	OUTCOME_OK = 0,
	OUTCOME_FAILED = 1,
	OUTCOME_ABSENT = 2,
	OUTCOME_DENIED = 3,
	OUTCOME_FOUND = 4,
	OUTCOME_USAGE = 64,
	OUTCOME_STOP = 256,
};

/* Print one line, and return @outcome. */
enum outcome fail(enum outcome outcome, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Print one line. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What a negative errno of the library comes to. */
enum outcome outcome_of(int error);

#endif /* CTL_OUTCOME_H */
