/* SPDX-License-Identifier: MIT */
/* How the programs end, and their lines on standard error. */
#ifndef NETWORK_SAID_H
#define NETWORK_SAID_H

/**
 * enum ending - exit statuses
 * @ENDING_OK: as wanted
 * @ENDING_RING: the device or the ring failed
 * @ENDING_NETWORK: the network failed, or GStreamer lacks what it takes
 * @ENDING_USAGE: the command line was wrong (EX_USAGE)
 */
enum ending {
	ENDING_OK = 0,
	ENDING_RING = 1,
	ENDING_NETWORK = 2,
	ENDING_USAGE = 64,
};

/* The program's name, before the first line is said. */
void said_begin(const char *program);

/* Print one line. */
void said(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print one line, and return @ending. */
enum ending said_end(enum ending ending, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* NETWORK_SAID_H */
