// SPDX-License-Identifier: MIT
/* Descriptors: they come, multiply, travel and go. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ops.h"

/* Rings that a sequence plays with. */
#define RINGS	3

static const int modes[] = { O_RDONLY, O_RDWR, O_RDWR, O_RDWR, O_WRONLY };

static long open_ring(struct worker *w)
{
	uint32_t ring = chance_below(&w->chance, 2 * RINGS);
	int flags = modes[chance_below(&w->chance, 5)] | O_CLOEXEC;
	char path[32] = "/dev/framering";
	int fd;

	/* Half of the time it is ring 0. */
	if (ring && ring < RINGS)
		snprintf(path, sizeof(path), "/dev/framering%u", ring);
	if (chance_once_in(&w->chance, 2))
		flags |= O_NONBLOCK;
	worker_say(w, " %s flags %#x", path, (unsigned int)flags);
	/* A ring that has just come is root's, who lets the others in. */
	chmod(path, 0666);
	fd = open(path, flags);
	if (fd < 0)
		return -errno;
	world_keep_file(w, fd, WORLD_RING);
	return fd;
}

static long open_control(struct worker *w)
{
	int fd = open("/dev/framering-control", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	world_keep_file(w, fd, WORLD_CONTROL);
	return fd;
}

static enum world_kind any_kind(struct worker *w)
{
	return chance_once_in(&w->chance, 3) ? WORLD_RING : WORLD_ROLE;
}

static long close_file(struct worker *w)
{
	int fd = world_pick_file(w, any_kind(w));

	worker_say(w, " fd %d", fd);
	if (fd < 0 || !world_drop_file(w, fd))
		return -EBADF;
	return ops_result(close(fd));
}

static long dup_file(struct worker *w)
{
	int fd = world_pick_file(w, any_kind(w)), copy;

	worker_say(w, " fd %d", fd);
	copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return -errno;
	world_keep_file(w, copy, world_kind_of(copy));
	return copy;
}

static long set_flags(struct worker *w)
{
	int fd = world_pick_file(w, any_kind(w));
	int flags = chance_once_in(&w->chance, 2) ? O_NONBLOCK : 0;

	if (chance_once_in(&w->chance, 8))
		flags |= O_APPEND | O_ASYNC;
	worker_say(w, " fd %d flags %#x", fd, (unsigned int)flags);
	return ops_result(fcntl(fd, F_SETFL, flags));
}

/* Room for a descriptor beside a message. */
union passed {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static struct msghdr message(struct iovec *byte, union passed *passed)
{
	memset(passed, 0, sizeof(*passed));
	return (struct msghdr){
		.msg_iov = byte,
		.msg_iovlen = 1,
		.msg_control = passed,
		.msg_controllen = sizeof(*passed),
	};
}

static long send_file(struct worker *w)
{
	int fd = world_pick_file(w, any_kind(w));
	char byte = 0;
	struct iovec iovec = { &byte, 1 };
	union passed passed;
	struct msghdr msg = message(&iovec, &passed);

	worker_say(w, " fd %d", fd);
	if (fd < 0)
		return -EBADF;
	passed.header.cmsg_level = SOL_SOCKET;
	passed.header.cmsg_type = SCM_RIGHTS;
	passed.header.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&passed.header), &fd, sizeof(fd));
	return ops_result(sendmsg(w->world->socket[0], &msg, MSG_DONTWAIT));
}

static long receive_file(struct worker *w)
{
	char byte;
	struct iovec iovec = { &byte, 1 };
	union passed passed;
	struct msghdr msg = message(&iovec, &passed);
	ssize_t n;
	int fd;

	n = recvmsg(w->world->socket[1], &msg,
		    MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (n < 0)
		return -errno;
	if (!CMSG_FIRSTHDR(&msg))
		return -ENOMSG;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
	worker_say(w, " fd %d", fd);
	world_keep_file(w, fd, world_kind_of(fd));
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
