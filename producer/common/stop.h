/* SPDX-License-Identifier: MIT */
/* Signals that end the program, and waits that they interrupt. */
#ifndef PRODUCE_STOP_H
#define PRODUCE_STOP_H

#include <stdint.h>

/* Take SIGINT, SIGTERM and SIGHUP, unless they are ignored. 0 or -errno. */
int stop_init(void);

/* The signal that came, or 0. */
int stop_signal(void);

/* End by the signal that came, as if it had not been caught. */
void stop_die(void);

/*
 * Sleep until @fd has one of poll(2)'s @events, or @timeout_ns have passed;
 * negative: for ever. An @fd of -1 has none.
 *
 * Return: the events that came, 0 after the time-out, or -EINTR after a signal.
 */
int stop_poll(int fd, short events, int64_t timeout_ns);

#endif /* PRODUCE_STOP_H */
