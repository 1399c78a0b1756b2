// SPDX-License-Identifier: MIT
#include <string.h>
#include <sys/socket.h>

#include "harness.h"
#include "pass.h"

union control {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr aligned;
};

static struct msghdr message(struct iovec *iov, union control *control)
{
	return (struct msghdr){
		.msg_iov = iov,
		.msg_iovlen = 1,
		.msg_control = control->bytes,
		.msg_controllen = sizeof(control->bytes),
	};
}

void pass_send(int socket, int file)
{
	union control control = { .bytes = { 0 } };
	char byte = 'f';
	struct iovec iov = { &byte, 1 };
	struct msghdr sent = message(&iov, &control);
	struct cmsghdr *header = CMSG_FIRSTHDR(&sent);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(file));
	memcpy(CMSG_DATA(header), &file, sizeof(file));
	CHECK_EQ(sendmsg(socket, &sent, 0), 1);
}

int pass_receive(int socket)
{
	union control control = { .bytes = { 0 } };
	char byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr received = message(&iov, &control);
	int file = -1;

	CHECK_EQ(recvmsg(socket, &received, MSG_CMSG_CLOEXEC), 1);
	CHECK(CMSG_FIRSTHDR(&received));
	memcpy(&file, CMSG_DATA(CMSG_FIRSTHDR(&received)), sizeof(file));
	CHECK_GE(file, 0);
	return file;
}
