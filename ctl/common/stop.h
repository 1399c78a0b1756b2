/* SPDX-License-Identifier: MIT */
/* Signals that end the program, after it has put things in order. */
#ifndef CTL_STOP_H
#define CTL_STOP_H

/* Take SIGINT, SIGTERM and SIGHUP, unless they are ignored. 0 or -errno. */
int stop_init(void);

/* The signal that came, or 0. It ends a sleep that begins before it comes. */
int stop_signal(void);

/* End by the signal that came, as if it had not been caught. */
void stop_die(void);

#endif /* CTL_STOP_H */
