// SPDX-License-Identifier: MIT
/*
 * Descriptors that nobody has: they lie in the queue of a socket of their own,
 * until somebody receives them or the socket goes.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ops.h"
#include "passed.h"

/* At most so many in one message. */
#define COPIES	4

static enum context_kind any_kind(struct worker *w)
{
	return prng_one_in(&w->prng, 3) ? CONTEXT_RING : CONTEXT_ROLE;
}

/* Sometimes the socket is in its own queue: only the collector finds that. */
static long fill_queue(struct worker *w, const int *queue)
{
	uint32_t copies = 1 + prng_below(&w->prng, COPIES), i;
	long ret = 0;
	int fd;

	for (i = 0; i < copies && !ret; i++) {
		fd = context_pick_file(w, any_kind(w));
		worker_say(w, " fd %d", fd);
		ret = passed_send(queue[1], fd);
	}
	if (prng_one_in(&w->prng, 8)) {
		worker_say(w, " and itself");
		passed_send(queue[1], queue[0]);
		close(queue[0]);
	} else {
		context_keep_file(w, queue[0], CONTEXT_QUEUE);
	}
	return ret;
}

static long leave(struct worker *w)
{
	int queue[2];
	long ret;

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		       queue))
		return -errno;
	ret = fill_queue(w, queue);
	close(queue[1]);
	return ret;
}

/* By this thread or process, whichever left it there. */
static long take(struct worker *w)
{
	int queue = context_pick_file(w, CONTEXT_QUEUE), fd;

	worker_say(w, " queue %d", queue);
	fd = passed_receive(queue);
	worker_say(w, " fd %d", fd);
	if (fd >= 0)
		context_keep_file(w, fd, context_kind_of(fd));
	return fd;
}

/* With all that is in it. */
static long drop(struct worker *w)
{
	int queue = context_pick_file(w, CONTEXT_QUEUE);

	worker_say(w, " queue %d", queue);
	if (queue < 0 || !context_drop_file(w, queue))
		return -EBADF;
	return ops_result(close(queue));
}

static const struct op ops[] = {
	{ "queue-leave", 10, leave },
	{ "queue-take", 6, take },
	{ "queue-drop", 4, drop },
};

const struct op_group ops_queues = OP_GROUP(ops);
