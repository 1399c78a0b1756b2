/* SPDX-License-Identifier: MIT */
/* An io_uring that holds files, by system calls: no library is needed. */
#ifndef TESTS_DRIVER_URING_H
#define TESTS_DRIVER_URING_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct uring - an io_uring
 * @fd: its descriptor
 * @ring: what it shares with the kernel
 * @bytes: how long that is
 * @sqes: its one request
 * @sq_tail: how many requests there were
 * @cq_head: how many results were looked at
 * @cqes: results
 * @cq_mask: where the next one is
 */
struct uring {
	int fd;
	uint8_t *ring;
	size_t bytes;
	struct io_uring_sqe *sqes;
	uint32_t *sq_tail;
	uint32_t *cq_head;
	struct io_uring_cqe *cqes;
	uint32_t cq_mask;
};

/* These end the test case if they fail. */
struct uring uring_open(void);
/* Nothing of it is left, but for what the kernel does a little later. */
void uring_close(struct uring *uring);
/* From now on it holds these files, too, as 0 to @count - 1. */
void uring_register(const struct uring *uring, const int *file,
		    unsigned int count);
/*
 * Sleep for poll(2)'s @events of its file @file: what came, or a negative
 * errno, of which -EINTR leaves the request behind.
 */
int uring_poll(struct uring *uring, unsigned int file, uint32_t events);

#endif /* TESTS_DRIVER_URING_H */
