/* SPDX-License-Identifier: MIT */
/* In how many processes a file is, and how it got there: for TEST_VARIANTS. */
#ifndef TESTS_DRIVER_WAYS_H
#define TESTS_DRIVER_WAYS_H

#include <sys/types.h>

enum way_how {
	WAY_INHERITED,	/* by fork() */
	WAY_PASSED,	/* by SCM_RIGHTS */
};

/**
 * struct way - how files are held
 * @name: for the case's name
 * @how: how the files got into each process
 * @processes: how many hold them
 * @first_user: zero: they are root's; else each is of a user of its own, the
 *	first of which is this
 * @queued: of the first file, so many copies lie unread in a socket's queue of
 *	each process
 * @uring: not zero: once a process has mapped what it needs, an io_uring of
 *	its own holds the files, and no descriptor does
 * @older: so many older generations are kept alive by roles, which the
 *	processes have as well
 */
struct way {
	const char *name;
	enum way_how how;
	unsigned int processes;
	uid_t first_user;
	unsigned int queued;
	int uring;
	unsigned int older;
};

#define WAYS	13
extern const struct way ways[WAYS];
/* As many processes as a small machine has room for. */
#define CROWDS	2
extern const struct way crowds[CROWDS];

#endif /* TESTS_DRIVER_WAYS_H */
