// SPDX-License-Identifier: MIT
/*
 * A pipe to each reader, as large as may be: the frame is written from the
 * producer's buffer and read into the reader's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "system.h"

/* What an unprivileged process may ask for (fs.pipe-max-size). */
#define PIPE_BYTES	(1 << 20)

/**
 * struct way - the pipes and this process's end of them
 * @shape: what is carried
 * @pipe: reading and writing ends
 * @from: the reader's end
 * @buffer: the frame, in memory of this process
 * @done: bytes of it that have been read
 */
struct way {
	struct shape shape;
	int pipe[SHAPE_MAX_READERS][2];
	int from;
	uint8_t *buffer;
	size_t done;
};

static void pipe_close(struct way *way)
{
	uint32_t i;

	for (i = 0; i < way->shape.readers; i++) {
		close(way->pipe[i][0]);
		close(way->pipe[i][1]);
	}
	free(way->buffer);
	free(way);
}

static int pipe_open(struct way **out, const struct shape *shape)
{
	struct way *way = calloc(1, sizeof(*way));
	int polls = shape->flags & SHAPE_SLEEP ? 0 : O_NONBLOCK;

	if (!way)
		return -ENOMEM;
	way->shape = *shape;
	way->shape.readers = 0;
	way->buffer = aligned_alloc(4096, (shape->bytes + 4095) & ~4095UL);
	if (!way->buffer) {
		free(way);
		return -ENOMEM;
	}
	/* No page of it is left to be allocated while time is taken. */
	memset(way->buffer, 1, shape->bytes);
	for (; way->shape.readers < shape->readers; way->shape.readers++) {
		int *ends = way->pipe[way->shape.readers];

		if (pipe2(ends, O_CLOEXEC | polls)) {
			int error = -errno;

			pipe_close(way);
			return error;
		}
		fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	}
	*out = way;
	return 0;
}

/* Ends of other processes stay open: they are killed, not told. */
static int pipe_join_producer(struct way *way)
{
	/* Else the first touch would copy what was inherited. */
	memset(way->buffer, 2, way->shape.bytes);
	return 0;
}

static int pipe_join_reader(struct way *way, uint32_t index)
{
	way->from = way->pipe[index][0];
	memset(way->buffer, 3, way->shape.bytes);
	return 0;
}

static int pipe_reserve(struct way *way, void **frame)
{
	*frame = way->buffer;
	return 0;
}

static int write_all(const struct way *way, int fd)
{
	size_t done = 0;

	while (done < way->shape.bytes) {
		ssize_t n = write(fd, way->buffer + done,
				  way->shape.bytes - done);

		if (n < 0 && errno != EAGAIN)
			return -errno;
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

static int pipe_submit(struct way *way)
{
	uint32_t i;
	int error = 0;

	for (i = 0; i < way->shape.readers && !error; i++)
		error = write_all(way, way->pipe[i][1]);
	return error;
}

/* In polling mode -EAGAIN comes half-way, too, and the next call goes on. */
static int pipe_acquire(struct way *way, const void **frame)
{
	while (way->done < way->shape.bytes) {
		ssize_t n = read(way->from, way->buffer + way->done,
				 way->shape.bytes - way->done);

		if (n <= 0)
			return n ? -errno : -EPIPE;
		way->done += (size_t)n;
	}
	way->done = 0;
	*frame = way->buffer;
	return 0;
}

static int pipe_release(struct way *way)
{
	(void)way;
	return 0;
}

const struct system system_pipe = {
	.name = "pipe",
	.about = "write(2) and read(2) of whole frames through a pipe of 1 MiB "
		 "for each reader",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY | SYSTEM_LOSSLESS |
	       SYSTEM_COPIES,
	.open = pipe_open,
	.join_producer = pipe_join_producer,
	.join_reader = pipe_join_reader,
	.reserve = pipe_reserve,
	.submit = pipe_submit,
	.acquire = pipe_acquire,
	.release = pipe_release,
	.close = pipe_close,
};
