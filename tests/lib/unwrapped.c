// SPDX-License-Identifier: MIT
/*
 * The fake device for a program that links with the shared library: nothing is
 * wrapped, but the program's ioctl() comes before libc's.
 */
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

int __wrap_ioctl(int fd, unsigned long command, ...);
void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset);
int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask);

int ioctl(int fd, unsigned long command, ...)
{
	void *argument;
	va_list args;

	va_start(args, command);
	argument = va_arg(args, void *);
	va_end(args);
	return __wrap_ioctl(fd, command, argument);
}

void *__real_mmap(void *address, size_t bytes, int prot, int flags, int fd,
		  off_t offset)
{
	return mmap(address, bytes, prot, flags, fd, offset);
}

int __real_ppoll(struct pollfd *fds, nfds_t count,
		 const struct timespec *timeout, const sigset_t *mask)
{
	return ppoll(fds, count, timeout, mask);
}
