/* SPDX-License-Identifier: MIT */
/* Processes that stand in a producer's way through files that may only read. */
#ifndef TESTS_DRIVER_ATTACKERS_H
#define TESTS_DRIVER_ATTACKERS_H

#include <stdint.h>
#include <sys/types.h>

/**
 * enum attack_way - what an attacker does, anew after each eviction
 * @ATTACK_HOLD: holds all that it may
 * @ATTACK_LET_GO: the same, and lets go for a moment before its time is over
 * @ATTACK_CHASE: holds whatever slot the producer is going to look at
 * @ATTACK_URING: holds all that it may, and an io_uring has its role alone
 * @ATTACK_LAG: as a lossless reader, falls behind
 */
enum attack_way {
	ATTACK_HOLD,
	ATTACK_LET_GO,
	ATTACK_CHASE,
	ATTACK_URING,
	ATTACK_LAG,
};

/**
 * struct attack - who attacks, and how
 * @name: for the case's name
 * @slots: of the ring
 * @max_held: of the ring
 * @processes: of each user
 * @users: how many conspire
 * @way: what they do
 * @passed: the files of the first user are passed to the processes of as many
 *	users as there are processes
 */
struct attack {
	const char *name;
	uint32_t slots;
	uint32_t max_held;
	unsigned int processes;
	unsigned int users;
	enum attack_way way;
	int passed;
};

#define ATTACK_FIRST_USER	2000

/* Ring @number, open for reading only, by user @uid. */
int attackers_open(uint32_t number, uid_t uid);
/* Start them on ring @number, with its time-out: all are at work then. */
void attackers_start(const struct attack *attack, uint32_t number,
		     uint32_t stall_ms);
void attackers_stop(void);

#endif /* TESTS_DRIVER_ATTACKERS_H */
