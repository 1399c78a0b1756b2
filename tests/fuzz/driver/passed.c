// SPDX-License-Identifier: MIT
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "passed.h"

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

long passed_send(int socket, int fd)
{
	char byte = 0;
	struct iovec iovec = { &byte, 1 };
	union passed passed;
	struct msghdr msg = message(&iovec, &passed);

	if (fd < 0)
		return -EBADF;
	passed.header.cmsg_level = SOL_SOCKET;
	passed.header.cmsg_type = SCM_RIGHTS;
	passed.header.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&passed.header), &fd, sizeof(fd));
	return sendmsg(socket, &msg, MSG_DONTWAIT) < 0 ? -errno : 0;
}

int passed_receive(int socket)
{
	char byte;
	struct iovec iovec = { &byte, 1 };
	union passed passed;
	struct msghdr msg = message(&iovec, &passed);
	int fd;

	if (recvmsg(socket, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) < 0)
		return -errno;
	if (!CMSG_FIRSTHDR(&msg))
		return -ENOMSG;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
	return fd;
}
