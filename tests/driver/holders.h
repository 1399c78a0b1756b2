/* SPDX-License-Identifier: MIT */
/*
 * Processes that hold files of a test in one of the ways of ways.h, and do what
 * it says, all at the same time. One that finds something wrong ends the test
 * case. Start them before the test maps anything: see vm/README.md of fork() in
 * User Mode Linux.
 */
#ifndef TESTS_DRIVER_HOLDERS_H
#define TESTS_DRIVER_HOLDERS_H

#include <stddef.h>
#include <stdint.h>

#include "maps.h"
#include "uring.h"
#include "ways.h"

#define MAX_HOLDERS	256
#define HOLDER_FILES	6

/**
 * struct holder - a process; this is its own
 * @way: how it holds the files
 * @number: 0 for the first
 * @commands: the socket that tells it what to do
 * @mailbox: the socket that files come by
 * @files: how many it was given
 * @file: their descriptors; -1 where only the io_uring has it
 * @maps: of role files, what holder_map() mapped of each
 * @uring: in the ways that have one
 */
struct holder {
	const struct way *way;
	unsigned int number;
	int commands;
	int mailbox;
	unsigned int files;
	int file[HOLDER_FILES];
	struct maps maps[HOLDER_FILES];
	struct uring uring;
};

/* Start them; each has @file when this returns. The test keeps its own. */
void holders_start(const struct way *way, const int *file, unsigned int count);
/* Each does @job; return before they have done it, or after. */
void holders_begin(void (*job)(struct holder *self));
void holders_finish(void);
void holders_do(void (*job)(struct holder *self));
/* Until each has called holder_goes_on() since holders_begin(). */
void holders_wait_busy(void);
/* Jobs that go on and on come to an end. */
void holders_say_stop(void);
/* Until each sleeps in the job that it has begun. */
void holders_wait_asleep(void);
/* SIGSTOP and SIGCONT; and any other signal. */
void holders_stop(void);
void holders_continue(void);
void holders_signal(int signal);
/* They exit by themselves, or all at once by SIGKILL. */
void holders_end(void);
void holders_kill(void);

/* Of a job: that it is at work; zero if it is to end. */
int holder_goes_on(struct holder *self);
/* Map two pages of each part of each file, which are role files. */
void holder_map(struct holder *self);
/* In the ways of io_uring, let it take the descriptors' place. */
void holder_tuck_away(struct holder *self);
/* poll(2) on file @i, by whatever holds it, until something of @events. */
int holder_poll(struct holder *self, unsigned int i, uint32_t events);

#endif /* TESTS_DRIVER_HOLDERS_H */
