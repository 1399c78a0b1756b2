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
 * struct channel - the pipes and this process's end of them
 * @shape: what is carried
 * @pipe: reading and writing ends
 * @from: the reader's end
 * @buffer: the frame, in memory of this process
 * @done: bytes of it that have been read
 */
struct channel {
	struct shape shape;
	int pipe[SHAPE_MAX_READERS][2];
	int from;
	uint8_t *buffer;
	size_t done;
};

static void pipe_close(struct channel *channel)
{
	uint32_t i;

	for (i = 0; i < channel->shape.readers; i++) {
		close(channel->pipe[i][0]);
		close(channel->pipe[i][1]);
	}
	free(channel->buffer);
	free(channel);
}

static int pipe_open(struct channel **out, const struct shape *shape)
{
	struct channel *channel = calloc(1, sizeof(*channel));
	int polls = shape->flags & SHAPE_SLEEP ? 0 : O_NONBLOCK;

	if (!channel)
		return -ENOMEM;
	channel->shape = *shape;
	channel->shape.readers = 0;
	channel->buffer = aligned_alloc(4096, (shape->bytes + 4095) & ~4095UL);
	if (!channel->buffer) {
		free(channel);
		return -ENOMEM;
	}
	/* No page of it is left to be allocated while time is taken. */
	memset(channel->buffer, 1, shape->bytes);
	for (; channel->shape.readers < shape->readers;
	     channel->shape.readers++) {
		int *ends = channel->pipe[channel->shape.readers];

		if (pipe2(ends, O_CLOEXEC | polls)) {
			int error = -errno;

			pipe_close(channel);
			return error;
		}
		fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
	}
	*out = channel;
	return 0;
}

/* Ends of other processes stay open: they are killed, not told. */
static int pipe_join_producer(struct channel *channel)
{
	/* Else the first touch would copy what was inherited. */
	memset(channel->buffer, 2, channel->shape.bytes);
	return 0;
}

static int pipe_join_reader(struct channel *channel, uint32_t index)
{
	channel->from = channel->pipe[index][0];
	memset(channel->buffer, 3, channel->shape.bytes);
	return 0;
}

static int pipe_reserve(struct channel *channel, void **frame)
{
	*frame = channel->buffer;
	return 0;
}

static int write_all(const struct channel *channel, int fd)
{
	size_t done = 0;

	while (done < channel->shape.bytes) {
		ssize_t n = write(fd, channel->buffer + done,
				  channel->shape.bytes - done);

		if (n < 0 && errno != EAGAIN)
			return -errno;
		if (n > 0)
			done += (size_t)n;
	}
	return 0;
}

static int pipe_submit(struct channel *channel)
{
	uint32_t i;
	int error = 0;

	for (i = 0; i < channel->shape.readers && !error; i++)
		error = write_all(channel, channel->pipe[i][1]);
	return error;
}

/* In polling mode -EAGAIN comes half-way, too, and the next call goes on. */
static int pipe_acquire(struct channel *channel, const void **frame)
{
	while (channel->done < channel->shape.bytes) {
		ssize_t n = read(channel->from, channel->buffer + channel->done,
				 channel->shape.bytes - channel->done);

		if (n <= 0)
			return n ? -errno : -EPIPE;
		channel->done += (size_t)n;
	}
	channel->done = 0;
	*frame = channel->buffer;
	return 0;
}

static int pipe_release(struct channel *channel)
{
	(void)channel;
	return 0;
}

const struct system system_pipe = {
	.name = "pipe",
	.about = "write(2) and read(2) of whole frames through a pipe of 1 MiB "
		 "for each reader",
	.can = SYSTEM_POLLS | SYSTEM_SLEEPS | SYSTEM_MANY_READERS |
	       SYSTEM_LOSSLESS | SYSTEM_COPIES,
	.open = pipe_open,
	.join_producer = pipe_join_producer,
	.join_reader = pipe_join_reader,
	.reserve = pipe_reserve,
	.submit = pipe_submit,
	.acquire = pipe_acquire,
	.release = pipe_release,
	.close = pipe_close,
};
