// SPDX-License-Identifier: MIT
#include <linux/io_uring.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "uring.h"

static uint8_t *map(int fd, size_t bytes, off_t offset)
{
	void *at;

	CHECK_OK(at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			   offset));
	return at;
}

struct uring uring_open(void)
{
	struct io_uring_params params = { .sq_entries = 0 };
	struct uring uring = { .fd = -1 };

	CHECK_OK(uring.fd = (int)syscall(SYS_io_uring_setup, 1, &params));
	CHECK(params.features & IORING_FEAT_SINGLE_MMAP);
	/* The array of requests comes last. */
	uring.bytes = params.sq_off.array + sizeof(uint32_t);
	CHECK_GT(params.sq_off.array, params.cq_off.cqes);
	uring.ring = map(uring.fd, uring.bytes, IORING_OFF_SQ_RING);
	/* One request at a time: it is always number 0. */
	CHECK_EQ(params.sq_entries, 1);
	*(uint32_t *)(uring.ring + params.sq_off.array) = 0;
	uring.sq_tail = (uint32_t *)(uring.ring + params.sq_off.tail);
	uring.cq_head = (uint32_t *)(uring.ring + params.cq_off.head);
	uring.cq_mask = params.cq_entries - 1;
	uring.cqes = (void *)(uring.ring + params.cq_off.cqes);
	uring.sqes = (struct io_uring_sqe *)
		map(uring.fd, sizeof(*uring.sqes), IORING_OFF_SQES);
	return uring;
}

void uring_close(struct uring *uring)
{
	CHECK_OK(munmap(uring->ring, uring->bytes));
	CHECK_OK(munmap(uring->sqes, sizeof(*uring->sqes)));
	CHECK_OK(close(uring->fd));
}

void uring_register(const struct uring *uring, const int *file,
		    unsigned int count)
{
	CHECK_OK(syscall(SYS_io_uring_register, uring->fd,
			 IORING_REGISTER_FILES, file, count));
}

int uring_poll(struct uring *uring, unsigned int file, uint32_t events)
{
	uint32_t head = *uring->cq_head;
	int ret;

	memset(uring->sqes, 0, sizeof(*uring->sqes));
	uring->sqes->opcode = IORING_OP_POLL_ADD;
	uring->sqes->flags = IOSQE_FIXED_FILE;
	uring->sqes->fd = (int)file;
	uring->sqes->poll32_events = events;
	__atomic_store_n(uring->sq_tail, *uring->sq_tail + 1, __ATOMIC_RELEASE);
	/* One that was submitted and then interrupted says so only once. */
	CHECK_EQ(syscall(SYS_io_uring_enter, uring->fd, 1, 0, 0, NULL, 0), 1);
	if (syscall(SYS_io_uring_enter, uring->fd, 0, 1,
		    IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		return -errno;
	ret = uring->cqes[head & uring->cq_mask].res;
	__atomic_store_n(uring->cq_head, head + 1, __ATOMIC_RELEASE);
	return ret;
}
