/* SPDX-License-Identifier: MIT */
/* One sequence, in a process of its own, and what is left when it is over. */
#ifndef FUZZ_DRIVER_SEQUENCE_H
#define FUZZ_DRIVER_SEQUENCE_H

#include <stdint.h>

#define SEQUENCE_THREADS	4U
#define SEQUENCE_STEPS		100000U

/* The user that runs it; of `both`, every other thread is not root. */
enum sequence_user {
	SEQUENCE_ROOT,
	SEQUENCE_NOBODY,
	SEQUENCE_BOTH,
};

/**
 * struct sequence - all that decides what happens
 * @seed: of all chance
 * @threads: 1 to SEQUENCE_THREADS
 * @user: the user that runs it
 * @steps: of each thread, 1 to SEQUENCE_STEPS
 */
struct sequence {
	uint64_t seed;
	uint32_t threads;
	enum sequence_user user;
	uint32_t steps;
};

/* Number @number of those that @seed stands for. */
struct sequence sequence_make(uint64_t seed, uint64_t number);
/* As a line of text without a newline, and back; -EINVAL if it is none. */
void sequence_print(const struct sequence *sequence, char *line, size_t bytes);
int sequence_parse(struct sequence *sequence, const char *line);
/* 0, or -1 after saying what went wrong. */
int sequence_run(const struct sequence *sequence, int trace);

#endif /* FUZZ_DRIVER_SEQUENCE_H */
