// SPDX-License-Identifier: MIT
/* The file or pipe that an input reads. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "common/stop.h"
#include "source.h"

/* The most that the kernel gives without a privilege. */
#define PIPE_BYTES	(1 << 20)

static enum outcome broken(const struct source *source)
{
	/* The slot is unmapped: the ring failed, not the input. */
	if (errno == EFAULT)
		return fail(OUTCOME_DEVICE, "the ring was taken away while "
			    "%s was read", source->name);
	return fail(OUTCOME_INPUT, "%s: %s", source->name, strerror(errno));
}

static enum outcome mark(struct source *source)
{
	source->first = lseek(source->fd, 0, SEEK_CUR);
	if (source->first < 0)
		return fail(OUTCOME_USAGE, "%s: cannot start again; --loop "
			    "needs a file", source->name);
	return OUTCOME_OK;
}

void source_close(struct source *source)
{
	if (source->fd > STDIN_FILENO)
		close(source->fd);
}

enum outcome source_open(struct source *source, const char *path, int again)
{
	enum outcome outcome;

	if (!path && isatty(STDIN_FILENO))
		return fail(OUTCOME_USAGE, "standard input is a terminal; pipe "
			    "frames in, or give --input or --pattern");
	source->name = path ? path : "standard input";
	source->fd = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (source->fd < 0)
		return broken(source);
	/* Fewer reads for a frame; a pipe that stays small works as well. */
	fcntl(source->fd, F_SETPIPE_SZ, PIPE_BYTES);
	outcome = again ? mark(source) : OUTCOME_OK;
	if (outcome)
		source_close(source);
	return outcome;
}

/* Take @bytes off the front of @iov; the number of entries used up. */
static int advance(struct iovec *iov, int count, size_t bytes)
{
	int done;

	for (done = 0; done < count && bytes >= iov[done].iov_len; done++)
		bytes -= iov[done].iov_len;
	if (done < count) {
		iov[done].iov_base = (char *)iov[done].iov_base + bytes;
		iov[done].iov_len -= bytes;
	}
	return done;
}

enum outcome source_read(struct source *source, struct iovec *iov, int count,
			 size_t *got)
{
	*got = 0;
	while (count) {
		ssize_t bytes;
		int done;

		if (stop_poll(source->fd, POLLIN, -1) == -EINTR)
			return OUTCOME_STOP;
		bytes = readv(source->fd, iov, count);
		if (bytes < 0 && errno != EINTR && errno != EAGAIN)
			return broken(source);
		if (!bytes)
			break;
		if (bytes < 0)
			continue;
		*got += (size_t)bytes;
		done = advance(iov, count, (size_t)bytes);
		iov += done;
		count -= done;
	}
	return OUTCOME_OK;
}

enum outcome source_some(struct source *source, void *data, size_t size,
			 size_t *got)
{
	ssize_t bytes;

	do {
		if (stop_poll(source->fd, POLLIN, -1) == -EINTR)
			return OUTCOME_STOP;
		bytes = read(source->fd, data, size);
	} while (bytes < 0 && (errno == EINTR || errno == EAGAIN));
	if (bytes < 0)
		return broken(source);
	*got = (size_t)bytes;
	return OUTCOME_OK;
}

/* Byte by byte: what follows the line is read into a slot. */
enum outcome source_line(struct source *source, char *line, size_t size,
			 size_t *got)
{
	size_t length = 0;

	while (length < size) {
		struct iovec iov = { line + length, 1 };
		size_t bytes;
		enum outcome outcome = source_read(source, &iov, 1, &bytes);

		if (outcome)
			return outcome;
		if (!bytes)
			return fail(OUTCOME_INPUT, "%s: ends within a header",
				    source->name);
		if (line[length] == '\n') {
			line[length] = '\0';
			*got = length;
			return OUTCOME_OK;
		}
		length++;
	}
	return fail(OUTCOME_INPUT, "%s: a header of more than %zu bytes",
		    source->name, size);
}

enum outcome source_rewind(struct source *source)
{
	if (lseek(source->fd, source->first, SEEK_SET) < 0)
		return broken(source);
	return OUTCOME_OK;
}
