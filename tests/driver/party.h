/* SPDX-License-Identifier: MIT */
/*
 * Processes that a test starts, orders about, stops and kills. What they have
 * done so far is in memory that they share with the test; one that finds
 * something wrong ends with a status, which its end shows.
 */
#ifndef TESTS_DRIVER_PARTY_H
#define TESTS_DRIVER_PARTY_H

#include <stdint.h>
#include <sys/types.h>

/* What a frame is delayed at most by a reader: short, so that it happens. */
#define PARTY_STALL_MS	100
/* So long may take what a few stall time-outs should do, on no slow machine. */
#define PARTY_BOUND_NS	30000000000LL

enum party_order {
	PARTY_GO_ON,
	PARTY_END,		/* let go of everything and exit */
	PARTY_AGAIN,		/* detach, and attach anew */
	PARTY_CONFIGURE,	/* the ring, by @seed */
};

/**
 * struct party - a process
 * @order: enum party_order; taken by the process, once
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
struct party {
	uint32_t order;
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
struct party *parties_new(unsigned int count);
/* Run @job in a process; what it has done begins at zero. */
void party_start(struct party *party, void (*job)(struct party *me));
void party_order(struct party *party, enum party_order order);
/* Fails unless the process has ended by itself, and well. */
void party_end(struct party *party);
/* All of @count that there are. */
void parties_end(struct party *party, unsigned int count);
/* Fails unless the process was there to be killed. */
void party_kill(struct party *party);
void party_stop(struct party *party);
void party_continue(struct party *party);
/* Until it has passed @frames in all, or so many more, for as long. */
void party_until(struct party *party, uint64_t frames);
void party_expect(struct party *party, uint64_t frames);

/* The process's own: take the order; sleep for it a little. */
enum party_order party_ordered(struct party *me);
void party_rest(struct party *me);
/* Sleep for poll(2)'s @events of @fd or for an order: what of @fd holds. */
uint32_t party_sleep(struct party *me, int fd, uint32_t events);

/* FRAMERING_SEED, or 1; said aloud, to be given again. */
uint64_t party_seed(void);
/* The same numbers for the same seed. */
uint32_t party_random(uint64_t *state);

#endif /* TESTS_DRIVER_PARTY_H */
