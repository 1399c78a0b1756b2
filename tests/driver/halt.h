/* SPDX-License-Identifier: MIT */
/* Processes that are halted, or killed, at a point that they have told of. */
#ifndef TESTS_DRIVER_HALT_H
#define TESTS_DRIVER_HALT_H

#include <stdint.h>
#include <sys/types.h>

#include "dev.h"

/**
 * struct halt - how a process is halted
 * @name: for the case's name
 * @debugger: not zero: by ptrace(2), as a debugger does; else by SIGSTOP
 */
struct halt {
	const char *name;
	int debugger;
};

static const struct halt halts[] = {
	{ "sigstop", 0 },
	{ "debugger", 1 },
};

void halt(const struct halt *how, pid_t pid);
void halt_end(const struct halt *how, pid_t pid);
/* By SIGKILL. */
void halt_for_ever(pid_t pid);

/* Run @job in a process, up to its first halt_say(). */
pid_t halt_start(int ring, void (*job)(int ring));
void halt_say(void);
/* Until one of the processes has said it again. */
void halt_hear(void);
/* The process's own: sleep until halt_end(). */
void halt_until_end(void);

/* Wait for a frame of @value. Its slot. */
int halt_acquire(struct dev_consumer *consumer, uint8_t value);
/* Until there is no slot. */
void halt_fill(struct dev_producer *producer, uint8_t value);
/* A job: says so after a frame of 1, fills the ring with 2, sleeps, goes on. */
void halt_filler(int ring);

#endif /* TESTS_DRIVER_HALT_H */
