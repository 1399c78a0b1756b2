// SPDX-License-Identifier: MIT
/* What is mapped is read, and overwritten with anything. */
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "guard.h"
#include "ops.h"

static uint8_t *mapped_address(struct worker *w, size_t *left)
{
	size_t bytes, at;
	uint8_t *map = context_pick_map(w, &bytes);

	/* Where the ring's own words lie, or anywhere. */
	if (prng_one_in(&w->prng, 2))
		at = 4 * prng_below(&w->prng, 40);
	else
		at = 4 * prng_below(&w->prng, (uint32_t)(bytes / 4));
	*left = bytes - at;
	worker_say(w, " %#zx", (size_t)map + at);
	return map + at;
}

static long read_word(struct worker *w)
{
	uint32_t word;
	size_t left;

	return guard_copy(&word, mapped_address(w, &left), sizeof(word));
}

static long write_word(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);
	uint32_t word = 0;

	guard_copy(&word, at, sizeof(word));
	word = prng_near(&w->prng, word);
	worker_say(w, " word %#x", word);
	return guard_copy(at, &word, sizeof(word));
}

static long write_much(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);
	uint8_t value = (uint8_t)prng_next(&w->prng);

	return guard_fill(at, value, left < 2 * PAGE ? left : 2 * PAGE);
}

static long read_pages(struct worker *w)
{
	size_t bytes, at;
	uint8_t *map = context_pick_map(w, &bytes), byte;
	long found = 0;

	for (at = 0; at < bytes; at += PAGE)
		found += !guard_copy(&byte, map + at, 1);
	return found;
}

/* As a debugger would, which fewer checks stop. */
static long poke(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);
	uint32_t word = prng_edge(&w->prng);
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	if (prng_one_in(&w->prng, 2))
		ret = ops_result(pread(fd, &word, 4, (off_t)(uintptr_t)at));
	else
		ret = ops_result(pwrite(fd, &word, 4, (off_t)(uintptr_t)at));
	close(fd);
	return ret;
}

static long copy_by_process_vm(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);
	struct iovec there = { at, left < PAGE ? left : PAGE };
	struct iovec here = { w->args, PAGE };

	if (prng_one_in(&w->prng, 2))
		return ops_result(process_vm_readv(getpid(), &here, 1, &there,
						   1, 0));
	return ops_result(process_vm_writev(getpid(), &here, 1, &there, 1, 0));
}

/* Pages that a pipe holds on to. */
static long into_pipe(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);
	struct iovec iovec = { at, left };

	return ops_result(vmsplice(w->context->pipe[1], &iovec, 1,
				   SPLICE_F_NONBLOCK));
}

static long out_of_pipe(struct worker *w)
{
	size_t left;
	uint8_t *at = mapped_address(w, &left);

	return ops_result(read(w->context->pipe[0], at, left));
}

static const struct op ops[] = {
	{ "read-word", 40, read_word },
	{ "write-word", 80, write_word },
	{ "write-much", 15, write_much },
	{ "read-pages", 15, read_pages },
	{ "poke", 10, poke },
	{ "process-vm", 10, copy_by_process_vm },
	{ "into-pipe", 10, into_pipe },
	{ "out-of-pipe", 8, out_of_pipe },
};

const struct op_group ops_touch = OP_GROUP(ops);
