/* SPDX-License-Identifier: MIT */
/*
 * What a sequence works on: files and mappings, which all its threads share
 * without a lock, so that they race; and the threads.
 */
#ifndef FUZZ_DRIVER_CONTEXT_H
#define FUZZ_DRIVER_CONTEXT_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "prng.h"

#define PAGE		4096UL
#define CONTEXT_FILES	48U
#define CONTEXT_MAPS	64U
/* Where mappings are put over one another. */
#define CONTEXT_ARENA_PAGES	1024U

enum context_kind {
	CONTEXT_NONE,
	CONTEXT_RING,
	CONTEXT_ROLE,
	CONTEXT_CONTROL,
	/* A socket in whose queue descriptors lie. */
	CONTEXT_QUEUE,
	CONTEXT_URING,
	/* A slot's dma-buf, and a driver that imports one. */
	CONTEXT_EXPORT,
	CONTEXT_IMPORTER,
	/* A ring's node of V4L2. */
	CONTEXT_VIDEO,
	/* A pipe's, a socket's or epoll's end. */
	CONTEXT_OTHER,
};

/**
 * struct context - shared by all threads, copied by fork()
 * @file: what is open: kind << 32 | descriptor; 0 where there is none
 * @map: what is mapped: address | pages, as pages fit into a page's offset
 * @arena: CONTEXT_ARENA_PAGES pages
 * @socket: both ends, for passing descriptors
 * @pipe: both ends
 * @epoll: one more way to wait
 * @trace: tell every step
 */
struct context {
	uint64_t file[CONTEXT_FILES];
	uint64_t map[CONTEXT_MAPS];
	uint8_t *arena;
	int socket[2];
	int pipe[2];
	int epoll;
	int trace;
};

/**
 * struct worker - a thread
 * @context: what it shares
 * @number: 0 for the first
 * @depth: how many fork()s lie between it and the sequence's process
 * @seed: its own
 * @step: where it is
 * @prng: of this step
 * @timer: interrupts what would block for ever
 * @args: two pages for structures, and one that must not be touched
 * @text: what the step does, in words
 * @length: of @text
 */
struct worker {
	struct context *context;
	uint32_t number;
	uint32_t depth;
	uint64_t seed;
	uint64_t step;
	struct prng prng;
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

/* 0, or a negative errno if the kernel does not give what it is made of */
int context_init(struct context *context, int trace);
int worker_init(struct worker *worker, struct context *context, uint32_t number,
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
int context_pick_file(struct worker *worker, enum context_kind kind);
/* Keep @fd, if it is one, and forget, that is close, another one for it. */
void context_keep_file(struct worker *worker, int fd, enum context_kind kind);
/* Not ours any more: whether this thread is the one to close it. */
int context_drop_file(struct worker *worker, int fd);
/* What a descriptor stands for. */
enum context_kind context_kind_of(int fd);

/* A mapping, or, if there is none or by chance, a part of the arena. */
uint8_t *context_pick_map(struct worker *worker, size_t *bytes);
void context_keep_map(struct worker *worker, void *at, size_t bytes);
/* That much of it is not there any more. */
void context_drop_map(struct worker *worker, const void *at, size_t bytes);
/* An address in the arena for @bytes. */
uint8_t *context_arena_address(struct worker *worker, size_t bytes);

#endif /* FUZZ_DRIVER_CONTEXT_H */
