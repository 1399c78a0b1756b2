// SPDX-License-Identifier: MIT
/* A program that was started without standard input, output or error. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fake_device.h"
#include "fake_ring.h"
#include "harness.h"

/* Descriptors 0 and 2: the harness prints its verdict on the other one. */
static const struct {
	const char *name;
	int fd;
} closed[] = {
	{ "input", STDIN_FILENO },
	{ "error", STDERR_FILENO },
};

TEST_VARIANTS(ring_and_role_get_no_standard_descriptor_ok, closed)
{
	/* It has made the files of the device that is not there. */
	struct framering *ring = fake_ring_open(FRAMERING_CACHE_WB), *other;
	struct framering_producer *producer;

	CHECK_OK(close(variant->fd));
	CHECK_EQ(framering_open(&other, "/dev/null", O_RDWR), 0);
	CHECK_GT(framering_fd(other), STDERR_FILENO);
	CHECK_ERRNO(fcntl(variant->fd, F_GETFD), EBADF);
	framering_close(other);
	producer = fake_ring_producer(ring);
	CHECK_GT(framering_producer_fd(producer), STDERR_FILENO);
	CHECK_ERRNO(fcntl(variant->fd, F_GETFD), EBADF);
	CHECK_EQ(fcntl(framering_producer_fd(producer), F_GETFD), FD_CLOEXEC);
	fake_ring_end(ring, producer, NULL);
}

/* No descriptor is free above those of the terminal. */
TEST(ring_that_could_only_be_a_standard_descriptor_fails)
{
	struct rlimit none = { STDERR_FILENO + 1, STDERR_FILENO + 1 };
	struct framering *ring = (void *)&none;

	CHECK_OK(close(STDIN_FILENO));
	CHECK_OK(setrlimit(RLIMIT_NOFILE, &none));
	CHECK_EQ(framering_open(&ring, "/dev/null", O_RDWR), -EINVAL);
	CHECK(ring == (void *)&none);
	CHECK_ERRNO(fcntl(STDIN_FILENO, F_GETFD), EBADF);
}
