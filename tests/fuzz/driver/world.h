/* SPDX-License-Identifier: MIT */
/*
 * What a sequence has in its hands: files and mappings, which all its threads
 * share without a lock, so that they get in each other's way; and the threads.
 */
#ifndef FUZZ_DRIVER_WORLD_H
#define FUZZ_DRIVER_WORLD_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "chance.h"

#define PAGE		4096UL
#define WORLD_FILES	48U
#define WORLD_MAPS	64U
/* Where mappings are put over one another. */
#define WORLD_ARENA_PAGES	1024U

enum world_kind {
	WORLD_NONE,
	WORLD_RING,
	WORLD_ROLE,
	WORLD_CONTROL,
	/* A pipe's, a socket's or epoll's end. */
	WORLD_OTHER,
};

/**
 * struct world - shared by all threads, copied by fork()
 * @file: what is open: kind << 32 | descriptor; 0 where there is none
 * @map: what is mapped: address | pages, as pages fit into a page's offset
 * @arena: WORLD_ARENA_PAGES pages
 * @socket: both ends, for passing descriptors
 * @pipe: both ends
 * @epoll: one more way to wait
 * @trace: tell every step
 */
struct world {
	uint64_t file[WORLD_FILES];
	uint64_t map[WORLD_MAPS];
	uint8_t *arena;
	int socket[2];
	int pipe[2];
	int epoll;
	int trace;
};

/**
 * struct worker - a thread
 * @world: what it shares
 * @number: 0 for the first
 * @depth: how many fork()s lie between it and the sequence's process
 * @seed: its own
 * @step: where it is
 * @chance: of this step
 * @timer: interrupts what would block for ever
 * @args: two pages for structures, and one that must not be touched
 * @text: what the step does, in words
 * @length: of @text
 */
struct worker {
	struct world *world;
	uint32_t number;
	uint32_t depth;
	uint64_t seed;
	uint64_t step;
	struct chance chance;
	timer_t timer;
	uint8_t *args;
	char text[1024];
	size_t length;
};

/**
 * struct op - something to do
 * @name: for --trace
 * @weight: how often, compared to others
 * @run: does it; 0 or more, or a negative errno
 */
struct op {
	const char *name;
	uint32_t weight;
	long (*run)(struct worker *worker);
};

struct op_group {
	const struct op *op;
	size_t count;
};

#define OP_GROUP(ops)	{ ops, sizeof(ops) / sizeof((ops)[0]) }

/* 0, or a negative errno if the kernel does not give what a world is made of */
int world_init(struct world *world, int trace);
int worker_init(struct worker *worker, struct world *world, uint32_t number,
		uint64_t seed);
/* After fork(): what a child does not inherit. */
void worker_renew(struct worker *worker);
/* Do @steps things from @worker->step on. */
void worker_run(struct worker *worker, uint64_t steps);

/* Between these, a call that blocks is interrupted after some milliseconds. */
void worker_bound(struct worker *worker);
void worker_unbound(struct worker *worker);
/* Add to what is told about the step. */
void worker_say(struct worker *worker, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A descriptor of this kind, sometimes of another; -1 if there is none. */
int world_pick_file(struct worker *worker, enum world_kind kind);
/* Keep @fd, if it is one, and forget, that is close, another one for it. */
void world_keep_file(struct worker *worker, int fd, enum world_kind kind);
/* Not ours any more: whether this thread is the one to close it. */
int world_drop_file(struct worker *worker, int fd);
/* What a descriptor stands for. */
enum world_kind world_kind_of(int fd);

/* A mapping, or, if there is none or by chance, a part of the arena. */
uint8_t *world_pick_map(struct worker *worker, size_t *bytes);
void world_keep_map(struct worker *worker, void *at, size_t bytes);
/* That much of it is not there any more. */
void world_drop_map(struct worker *worker, const void *at, size_t bytes);
/* A place in the arena for @bytes. */
uint8_t *world_place(struct worker *worker, size_t bytes);

#endif /* FUZZ_DRIVER_WORLD_H */
