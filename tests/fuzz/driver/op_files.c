// SPDX-License-Identifier: MIT
/* Descriptors: they come, multiply, travel and go. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ops.h"
#include "passed.h"

/* Rings that a sequence plays with. */
#define RINGS	3

static const int modes[] = { O_RDONLY, O_RDWR, O_RDWR, O_RDWR, O_WRONLY };

static long open_ring(struct worker *w)
{
	uint32_t ring = prng_below(&w->prng, 2 * RINGS);
	int flags = modes[prng_below(&w->prng, 5)] | O_CLOEXEC;
	char path[32] = "/dev/framering";
	int fd;

	/* Half of the time it is ring 0; names are those that ADD is given. */
	if (ring && ring < RINGS)
		snprintf(path, sizeof(path), "/dev/framering%u", ring);
	else if (ring == RINGS)
		snprintf(path, sizeof(path), "/dev/framering-%c",
			 'a' + (char)prng_below(&w->prng, 2));
	if (prng_one_in(&w->prng, 2))
		flags |= O_NONBLOCK;
	worker_say(w, " %s flags %#x", path, (unsigned int)flags);
	/* A new ring is root's; let other users open it, too. */
	chmod(path, 0666);
	fd = open(path, flags);
	if (fd < 0)
		return -errno;
	context_keep_file(w, fd, CONTEXT_RING);
	return fd;
}

static long open_control(struct worker *w)
{
	int fd = open("/dev/framering-control", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	context_keep_file(w, fd, CONTEXT_CONTROL);
	return fd;
}

static enum context_kind any_kind(struct worker *w)
{
	if (prng_one_in(&w->prng, 5))
		return CONTEXT_VIDEO;
	return prng_one_in(&w->prng, 3) ? CONTEXT_RING : CONTEXT_ROLE;
}

static long close_file(struct worker *w)
{
	int fd = context_pick_file(w, any_kind(w));

	worker_say(w, " fd %d", fd);
	if (fd < 0 || !context_drop_file(w, fd))
		return -EBADF;
	return ops_result(close(fd));
}

static long dup_file(struct worker *w)
{
	int fd = context_pick_file(w, any_kind(w)), copy;

	worker_say(w, " fd %d", fd);
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return -errno;
	context_keep_file(w, copy, context_kind_of(copy));
	return copy;
}

static long set_flags(struct worker *w)
{
	int fd = context_pick_file(w, any_kind(w));
	int flags = prng_one_in(&w->prng, 2) ? O_NONBLOCK : 0;

	if (prng_one_in(&w->prng, 8))
		flags |= O_APPEND | O_ASYNC;
	worker_say(w, " fd %d flags %#x", fd, (unsigned int)flags);
	return ops_result(fcntl(fd, F_SETFL, flags));
}

static long send_file(struct worker *w)
{
	int fd = context_pick_file(w, any_kind(w));

	worker_say(w, " fd %d", fd);
	return passed_send(w->context->socket[0], fd);
}

static long receive_file(struct worker *w)
{
	int fd = passed_receive(w->context->socket[1]);

	worker_say(w, " fd %d", fd);
	if (fd >= 0)
		context_keep_file(w, fd, context_kind_of(fd));
	return fd;
}

static const struct op ops[] = {
	{ "open", 60, open_ring },
	{ "open-control", 8, open_control },
	{ "close", 30, close_file },
	{ "dup", 12, dup_file },
	{ "set-flags", 6, set_flags },
	{ "send", 12, send_file },
	{ "receive", 12, receive_file },
};

const struct op_group ops_files = OP_GROUP(ops);
