// SPDX-License-Identifier: MIT
/* What is mapped is read, and overwritten with anything. */
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "guard.h"
#include "ops.h"

static uint8_t *somewhere(struct worker *w, size_t *left)
{
	size_t bytes, at;
	uint8_t *map = world_pick_map(w, &bytes);

	/* Where the ring's own words lie, or anywhere. */
	if (chance_once_in(&w->chance, 2))
		at = 4 * chance_below(&w->chance, 40);
	else
		at = 4 * chance_below(&w->chance, (uint32_t)(bytes / 4));
	*left = bytes - at;
	worker_say(w, " %#zx", (size_t)map + at);
	return map + at;
}

static long read_word(struct worker *w)
{
	uint32_t word;
	size_t left;

	return guard_copy(&word, somewhere(w, &left), sizeof(word));
}

static long write_word(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);
	uint32_t word = 0;

	guard_copy(&word, at, sizeof(word));
	word = chance_near(&w->chance, word);
	worker_say(w, " word %#x", word);
	return guard_copy(at, &word, sizeof(word));
}

static long write_much(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);
	uint8_t value = (uint8_t)chance_next(&w->chance);

	return guard_fill(at, value, left < 2 * PAGE ? left : 2 * PAGE);
}

static long read_pages(struct worker *w)
{
	size_t bytes, at;
	uint8_t *map = world_pick_map(w, &bytes), byte;
	long found = 0;

	for (at = 0; at < bytes; at += PAGE)
		found += !guard_copy(&byte, map + at, 1);
	return found;
}

/* As a debugger would, who is stopped by less. */
static long poke(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);
	uint32_t word = chance_edge(&w->chance);
	int fd = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	long ret;

	if (fd < 0)
		return -errno;
	if (chance_once_in(&w->chance, 2))
		ret = ops_result(pread(fd, &word, 4, (off_t)(uintptr_t)at));
	else
		ret = ops_result(pwrite(fd, &word, 4, (off_t)(uintptr_t)at));
	close(fd);
	return ret;
}

static long peek_from_outside(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);
	struct iovec there = { at, left < PAGE ? left : PAGE };
	struct iovec here = { w->args, PAGE };

	if (chance_once_in(&w->chance, 2))
		return ops_result(process_vm_readv(getpid(), &here, 1, &there,
						   1, 0));
	return ops_result(process_vm_writev(getpid(), &here, 1, &there, 1, 0));
}

/* Pages that a pipe holds on to. */
static long into_pipe(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);
	struct iovec iovec = { at, left };

	return ops_result(vmsplice(w->world->pipe[1], &iovec, 1,
				   SPLICE_F_NONBLOCK));
}

static long out_of_pipe(struct worker *w)
{
	size_t left;
	uint8_t *at = somewhere(w, &left);

	return ops_result(read(w->world->pipe[0], at, left));
}

static const struct op ops[] = {
	{ "read-word", 40, read_word },
	{ "write-word", 80, write_word },
	{ "write-much", 15, write_much },
	{ "read-pages", 15, read_pages },
	{ "poke", 10, poke },
	{ "process-vm", 10, peek_from_outside },
	{ "into-pipe", 10, into_pipe },
	{ "out-of-pipe", 8, out_of_pipe },
};

const struct op_group ops_touch = OP_GROUP(ops);
