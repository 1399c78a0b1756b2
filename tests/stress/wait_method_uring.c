// SPDX-License-Identifier: MIT
/* Sleeping in io_uring: POLL_ADD for each sleep, or once for all of them. */
#include <liburing.h>

#include "harness.h"
#include "wait_method.h"

/* What the polls are called; POLL + 1 is the removal of one. */
#define POLL	1

static struct {
	struct io_uring uring;
	int fd;
	uint32_t events;
	/* A multishot poll stands, and need not be asked for again. */
	int armed;
} own;

static void begin(int fd, uint32_t events)
{
	own.fd = fd;
	own.events = events;
	CHECK_EQ(io_uring_queue_init(8, &own.uring, 0), 0);
}

static void arm(int multishot)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&own.uring);

	CHECK(sqe);
	if (multishot)
		io_uring_prep_poll_multishot(sqe, own.fd, own.events);
	else
		io_uring_prep_poll_add(sqe, own.fd, own.events);
	io_uring_sqe_set_data64(sqe, POLL);
	CHECK_EQ(io_uring_submit(&own.uring), 1);
}

/* Not zero: more are to come of the same poll. */
static int reap(void)
{
	struct io_uring_cqe *cqe;
	int more, error;

	do
		error = io_uring_wait_cqe(&own.uring, &cqe);
	while (error == -EINTR);
	CHECK_EQ(error, 0);
	CHECK_EQ(cqe->res, own.events);
	more = cqe->flags & IORING_CQE_F_MORE;
	io_uring_cqe_seen(&own.uring, cqe);
	return more;
}

static void sleep_once(void)
{
	arm(0);
	CHECK_EQ(reap(), 0);
}

static void sleep_on(void)
{
	if (!own.armed)
		arm(1);
	own.armed = reap();
}

static void cancel(void)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&own.uring);

	CHECK(sqe);
	io_uring_prep_poll_remove(sqe, POLL);
	io_uring_sqe_set_data64(sqe, POLL + 1);
	CHECK_EQ(io_uring_submit(&own.uring), 1);
}

/* A poll that stands would keep the role file for a while after exit. */
static void end_multishot(void)
{
	struct io_uring_cqe *cqe;
	int again, more = own.armed;

	if (more)
		cancel();
	while (more) {
		CHECK_EQ(io_uring_wait_cqe(&own.uring, &cqe), 0);
		again = 0;
		/* A poll that is just being answered (-EALREADY) stays. */
		if (cqe->user_data == POLL)
			more = cqe->flags & IORING_CQE_F_MORE;
		else
			again = cqe->res < 0;
		io_uring_cqe_seen(&own.uring, cqe);
		if (more && again)
			cancel();
	}
}

const struct wait_method wait_method_uring = { begin, sleep_once, NULL };
const struct wait_method wait_method_uring_multishot = { begin, sleep_on,
							 end_multishot };
