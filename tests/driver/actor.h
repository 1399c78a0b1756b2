/* SPDX-License-Identifier: MIT */
/*
 * Actors: processes that a test starts, commands, stops and kills. What they
 * have done so far is in memory that they share with the test; one that finds
 * something wrong exits with a status, which actor_end() reports.
 */
#ifndef TESTS_DRIVER_ACTOR_H
#define TESTS_DRIVER_ACTOR_H

#include <stdint.h>
#include <sys/types.h>

/* The stall time-out of a ring under test: short, so that it happens. */
#define ACTOR_STALL_MS	100
/* How long anything may take that needs a few stall time-outs. */
#define ACTOR_TIMEOUT_NS	30000000000LL

enum actor_command {
	ACTOR_GO_ON,
	ACTOR_EXIT,		/* release everything and exit */
	ACTOR_REATTACH,		/* detach, and attach anew */
	ACTOR_CONFIGURE,	/* the ring, by @seed */
};

/**
 * struct actor - a process that a test commands
 * @command: enum actor_command; taken by the process, once
 * @wake: an eventfd, for a process that sleeps
 * @number: of the process: never two of the same number
 * @seed: for what it does at random
 * @roles: that it had
 * @frames: that it passed, each of them whole
 * @evicted: roles that were taken away from it
 * @stale: roles that ended with their generation
 * @pid: the test's own: the process; 0 if there is none
 * @stopped: the test's own: by SIGSTOP
 */
struct actor {
	uint32_t command;
	int wake;
	uint32_t number;
	uint64_t seed;
	uint32_t roles;
	uint64_t frames;
	uint32_t evicted;
	uint32_t stale;
	pid_t pid;
	int stopped;
};

/* @count of them, shared. */
struct actor *actors_new(unsigned int count);
/* Run @job in a process; what it has done begins at zero. */
void actor_start(struct actor *actor, void (*job)(struct actor *self));
void actor_command(struct actor *actor, enum actor_command command);
/* Fails unless the process has ended by itself, and well. */
void actor_end(struct actor *actor);
/* All of @count that there are. */
void actors_end(struct actor *actor, unsigned int count);
/* Fails unless the process was there to be killed. */
void actor_kill(struct actor *actor);
void actor_stop(struct actor *actor);
void actor_continue(struct actor *actor);
/* Until it has passed @frames in all, or so many more, for as long. */
void actor_wait_frames(struct actor *actor, uint64_t frames);
void actor_expect_frames(struct actor *actor, uint64_t frames);

/* The process's own: take the command; sleep for one a little. */
enum actor_command actor_take_command(struct actor *self);
void actor_pause(struct actor *self);
/* Sleep for poll(2)'s @events of @fd or for a command: the events of @fd. */
uint32_t actor_poll(struct actor *self, int fd, uint32_t events);

/* FRAMERING_SEED, or 1; printed, so that it can be given again. */
uint64_t actor_seed(void);
/* The same numbers for the same seed. */
uint32_t actor_random(uint64_t *state);

#endif /* TESTS_DRIVER_ACTOR_H */
