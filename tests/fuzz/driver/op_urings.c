// SPDX-License-Identifier: MIT
/* io_urings: they hold files without a descriptor, wait and read by them. */
#include <errno.h>
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ops.h"

#define REGISTERED	4

/* Where a ring's page has it: the same for all of a kernel. */
static uint32_t tail_offset;

static enum context_kind any_kind(struct worker *w)
{
	return prng_one_in(&w->prng, 3) ? CONTEXT_RING : CONTEXT_ROLE;
}

static long open_uring(struct worker *w)
{
	struct io_uring_params params = { .sq_entries = 0 };
	int fd = (int)syscall(SYS_io_uring_setup, 1, &params);

	if (fd < 0)
		return -errno;
	tail_offset = params.sq_off.tail;
	worker_say(w, " fd %d", fd);
	context_keep_file(w, fd, CONTEXT_URING);
	return fd;
}

static long register_files(struct worker *w)
{
	int uring = context_pick_file(w, CONTEXT_URING);
	uint32_t count = 1 + prng_below(&w->prng, REGISTERED), i;
	int file[REGISTERED];

	worker_say(w, " uring %d", uring);
	for (i = 0; i < count; i++) {
		file[i] = context_pick_file(w, any_kind(w));
		worker_say(w, " fd %d", file[i]);
	}
	return ops_result(syscall(SYS_io_uring_register, uring,
				  IORING_REGISTER_FILES, file, count));
}

static long unregister_files(struct worker *w)
{
	int uring = context_pick_file(w, CONTEXT_URING);
	long ret;

	worker_say(w, " uring %d", uring);
	/* It may wait for what was submitted. */
	worker_bound(w);
	ret = ops_result(syscall(SYS_io_uring_register, uring,
				 IORING_UNREGISTER_FILES, NULL, 0));
	worker_unbound(w);
	return ret;
}

static void fill(struct worker *w, struct io_uring_sqe *sqe)
{
	static const uint8_t codes[] = {
		IORING_OP_POLL_ADD, IORING_OP_POLL_ADD, IORING_OP_READ,
		IORING_OP_WRITE,
	};
	size_t bytes;

	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = codes[prng_below(&w->prng, 4)];
	sqe->flags = IOSQE_FIXED_FILE;
	sqe->fd = (int)prng_below(&w->prng, REGISTERED);
	if (prng_one_in(&w->prng, 4)) {
		sqe->flags = 0;
		sqe->fd = context_pick_file(w, any_kind(w));
	}
	if (prng_one_in(&w->prng, 8))
		sqe->flags |= IOSQE_ASYNC;
	if (sqe->opcode == IORING_OP_POLL_ADD) {
		sqe->poll32_events = (uint32_t)prng_next(&w->prng) & 0x1f;
		if (prng_one_in(&w->prng, 4))
			sqe->len = IORING_POLL_ADD_MULTI;
	} else {
		sqe->addr = (uintptr_t)context_pick_map(w, &bytes);
		sqe->len = (uint32_t)bytes;
	}
	worker_say(w, " opcode %u flags %#x fd %d", sqe->opcode, sqe->flags,
		   sqe->fd);
}

/* The one entry is always number 0; results that nobody looks at pile up. */
static long submit_one(struct worker *w, int uring, uint8_t *ring,
		       struct io_uring_sqe *sqe)
{
	uint32_t *tail = (uint32_t *)(ring + tail_offset);
	uint32_t wait = prng_one_in(&w->prng, 4);
	long ret;

	fill(w, sqe);
	__atomic_fetch_add(tail, 1, __ATOMIC_RELEASE);
	worker_bound(w);
	ret = ops_result(syscall(SYS_io_uring_enter, uring, 1, wait,
				 wait ? IORING_ENTER_GETEVENTS : 0, NULL, 0));
	worker_unbound(w);
	return ret;
}

static long submit(struct worker *w)
{
	int uring = context_pick_file(w, CONTEXT_URING);
	uint8_t *ring, *sqe;
	long ret = -EBADF;

	worker_say(w, " uring %d", uring);
	ring = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, uring,
		    IORING_OFF_SQ_RING);
	sqe = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, uring,
		   IORING_OFF_SQES);
	if (ring != MAP_FAILED && sqe != MAP_FAILED)
		ret = submit_one(w, uring, ring, (struct io_uring_sqe *)sqe);
	if (ring != MAP_FAILED)
		munmap(ring, PAGE);
	if (sqe != MAP_FAILED)
		munmap(sqe, PAGE);
	return ret;
}

static long close_uring(struct worker *w)
{
	int uring = context_pick_file(w, CONTEXT_URING);

	worker_say(w, " uring %d", uring);
	if (uring < 0 || !context_drop_file(w, uring))
		return -EBADF;
	return ops_result(close(uring));
}

static const struct op ops[] = {
	{ "uring-open", 5, open_uring },
	{ "uring-register", 10, register_files },
	{ "uring-unregister", 4, unregister_files },
	{ "uring-submit", 12, submit },
	{ "uring-close", 3, close_uring },
};

const struct op_group ops_urings = OP_GROUP(ops);
