/* SPDX-License-Identifier: MIT */
/* Which rings there are, and how they are named and opened. */
#ifndef CTL_RINGS_H
#define CTL_RINGS_H

#include <libframering.h>

#include "common/outcome.h"

#define RING_NAME	FRAMERING_NODE_NAME_BYTES
#define RING_PATH	256U

/**
 * struct rings - the rings that have nodes
 * @name: their nodes' names, sorted: framering, framering1, framering-left, ...
 * @count: how many
 */
struct rings {
	char name[FRAMERING_MAX_RINGS][RING_NAME];
	unsigned int count;
};

/*
 * All rings. Return: OUTCOME_OK, also if there is none; or OUTCOME_ABSENT after
 * a line: the driver is not loaded.
 */
enum outcome rings_list(struct rings *rings);

/* Not zero: the driver is loaded. */
int rings_driver_loaded(void);

/**
 * ring_path - the node that a ring's name on the command line means
 * @given: a number; a node's name; what follows "framering-" in it; or a path
 * @path: gets it; room for RING_PATH
 */
void ring_path(const char *given, char *path);

/* What a ring's access is: how its node could be opened. */
enum ring_access {
	RING_NO_ACCESS,
	RING_READ,
	RING_WRITE,
};

/**
 * ring_open_any - open a ring for writing, or else for reading
 * @ring: gets it; framering_close() it
 * @path: its node
 * @access: gets how it was opened
 *
 * Return: 0 or a negative errno; says nothing.
 */
int ring_open_any(struct framering **ring, const char *path,
		  enum ring_access *access);

/**
 * ring_open - open a ring, or say why it cannot be
 * @ring: gets it; framering_close() it
 * @given: see ring_path()
 * @flags: O_RDONLY or O_RDWR
 *
 * Return: OUTCOME_OK, or another after one line.
 */
enum outcome ring_open(struct framering **ring, const char *given, int flags);

/* Say what is wrong with the ring @given, by an error of the library. */
enum outcome ring_fail(const char *given, int error);

#endif /* CTL_RINGS_H */
