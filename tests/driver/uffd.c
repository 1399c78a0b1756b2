// SPDX-License-Identifier: MIT
/*
 * A process that never answers its own page faults sleeps in read(2) or
 * write(2) on the ring file. It must not keep the ring from being removed.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dev.h"
#include "harness.h"
#include "removable_ring.h"

#define PAGE		4096
#define FRAME_BYTES	(64 * 48 * 4)

/* Memory whose faults are never answered: a fault sleeps. */
static int open_uffd(uint8_t *memory, size_t bytes)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range = { (uintptr_t)memory, bytes },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	CHECK_OK(fd);
	CHECK_OK(ioctl(fd, UFFDIO_API, &api));
	CHECK_OK(ioctl(fd, UFFDIO_REGISTER, &range));
	return fd;
}

/* Until a thread sleeps in a fault. */
static void until_fault(int uffd)
{
	struct pollfd pfd = { .fd = uffd, .events = POLLIN };
	struct uffd_msg message;

	CHECK_EQ(poll(&pfd, 1, -1), 1);
	CHECK_EQ(read(uffd, &message, sizeof(message)),
		 (ssize_t)sizeof(message));
	CHECK_EQ(message.event, UFFD_EVENT_PAGEFAULT);
}

static void answer(int uffd, const uint8_t *memory, size_t bytes)
{
	struct uffdio_zeropage zero = {
		.range = { (uintptr_t)memory, bytes },
	};

	CHECK_OK(ioctl(uffd, UFFDIO_ZEROPAGE, &zero));
}

struct copy {
	int ring;
	uint8_t *buffer;
	ssize_t got;
	int error;
};

static void *do_read(void *data)
{
	struct copy *copy = data;

	copy->got = read(copy->ring, copy->buffer, FRAME_BYTES);
	copy->error = errno;
	return NULL;
}

static void *do_write(void *data)
{
	struct copy *copy = data;

	copy->got = write(copy->ring, copy->buffer, FRAME_BYTES);
	copy->error = errno;
	return NULL;
}

/* The first page is there: some bytes are copied before the fault. */
static uint8_t *make_buffer(void)
{
	uint8_t *buffer;

	CHECK_OK(buffer = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	buffer[0] = 1;
	return buffer;
}

static void check(const struct removable_ring *removable,
		  void *(*run)(void *data), int ring, uint32_t number)
{
	struct copy copy = { .ring = ring, .buffer = make_buffer() };
	int uffd = open_uffd(copy.buffer, 3 * PAGE);
	pthread_t thread;

	CHECK_EQ(pthread_create(&thread, NULL, run, &copy), 0);
	until_fault(uffd);
	removable_ring_remove(removable, number);
	answer(uffd, copy.buffer + PAGE, 2 * PAGE);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	/* What went before the fault counts, or the frame was lost. */
	if (copy.got != PAGE)
		CHECK_EQ(copy.got, -1);
	if (copy.got == -1)
		CHECK_EQ(copy.error, ESTALE);
	removable_ring_restore(removable, number);
}

TEST_VARIANTS(removal_does_not_wait_for_a_fault_in_read_ok, removable_rings)
{
	static char frame[FRAME_BYTES];
	uint32_t number;
	int ring = removable_ring_create(variant, &number);

	CHECK_OK(fcntl(ring, F_SETFL, O_NONBLOCK));
	CHECK_ERRNO(read(ring, frame, 1), EAGAIN);
	CHECK_EQ(write(ring, frame, sizeof(frame)), FRAME_BYTES);
	check(variant, do_read, ring, number);
}

TEST_VARIANTS(removal_does_not_wait_for_a_fault_in_write_ok, removable_rings)
{
	uint32_t number;
	int ring = removable_ring_create(variant, &number);

	check(variant, do_write, ring, number);
}
