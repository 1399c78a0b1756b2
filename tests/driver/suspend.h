/* SPDX-License-Identifier: MIT */
/* Processes that are suspended, or killed, at a point that they report. */
#ifndef TESTS_DRIVER_SUSPEND_H
#define TESTS_DRIVER_SUSPEND_H

#include <stdint.h>
#include <sys/types.h>

#include "dev.h"

/**
 * struct suspend_method - how a process is suspended
 * @name: for the case's name
 * @debugger: not zero: by ptrace(2), as a debugger does; else by SIGSTOP
 */
struct suspend_method {
	const char *name;
	int debugger;
};

static const struct suspend_method suspend_methods[] = {
	{ "sigstop", 0 },
	{ "debugger", 1 },
};

void suspend_begin(const struct suspend_method *how, pid_t pid);
void suspend_end(const struct suspend_method *how, pid_t pid);
/* By SIGKILL. */
void suspend_kill(pid_t pid);

/* Run @job in a process, up to its first suspend_report(). */
pid_t suspend_start_child(int ring, void (*job)(int ring));
void suspend_report(void);
/* Until one of the processes has reported again. */
void suspend_wait_report(void);
/* The process's own: sleep until suspend_end(). */
void suspend_wait_end(void);

/* Wait for a frame of @value. Its slot. */
int suspend_acquire(struct dev_consumer *consumer, uint8_t value);
/* Until there is no slot. */
void suspend_fill(struct dev_producer *producer, uint8_t value);
/* A job: reports after a frame of 1, fills the ring with 2, sleeps, goes on. */
void suspend_fill_job(int ring);

#endif /* TESTS_DRIVER_SUSPEND_H */
